import type { NatsConnection } from '@nats-io/nats-core'
import { trace, type Attributes, type Span, type Tracer } from '@opentelemetry/api'
import { ATTRIBUTE } from './attributes.ts'
import type { InstrumentOptions } from './instrument-options.ts'
import { VERSION } from './version.ts'

/** What is known of one instrumented connection. */
export interface Instrumentation {
  readonly connection: NatsConnection
  readonly tracer: () => Tracer
  readonly onError: (error: unknown) => void
  /** Runs what only observes: what it throws goes to `onError`, not to the application. */
  readonly observe: (work: () => void) => void
  /** The `inboxPrefix` option of the connection, without a dot at its end. */
  readonly inboxPrefix: string
  /** Attributes of the server the connection is on right now. */
  readonly serverAttributes: () => Attributes
  /** The span that handles a message of a stream, by the message's reply subject, until it ends. */
  readonly unsettled: Map<string, Span>
}

/** Every instrumented connection; the prototypes of nats.js are shared by all connections, so they look here. */
const instrumentations = new WeakMap<object, Instrumentation>()

/** What is known of `connection`; nothing if it is not instrumented. */
export function instrumentationOf(connection: unknown): Instrumentation | undefined {
  return typeof connection === 'object' && connection !== null
    ? instrumentations.get(connection)
    : undefined
}

/** Remembers `connection` as instrumented. */
export function addInstrumentation(
  connection: NatsConnection,
  options: InstrumentOptions,
): Instrumentation {
  const onError = quiet(options.onError)
  const instrumentation: Instrumentation = {
    connection,
    tracer: () => (options.tracerProvider ?? trace).getTracer('@hopscope/nats', VERSION),
    onError,
    observe: (work) => {
      try {
        work()
      } catch (error) {
        onError(error)
      }
    },
    inboxPrefix: inboxPrefixOf(connection),
    serverAttributes: serverAttributesOf(connection),
    unsettled: new Map(),
  }
  instrumentations.set(connection, instrumentation)
  return instrumentation
}

function quiet(onError: InstrumentOptions['onError']): (error: unknown) => void {
  return (error) => {
    try {
      onError?.(error)
    } catch {
      // An observer that fails must not break what it observes.
    }
  }
}

function inboxPrefixOf(connection: NatsConnection): string {
  // `options` is there on every connection of nats.js, yet not in its public type.
  const { options } = connection as { readonly options?: { readonly inboxPrefix?: string } }
  return options?.inboxPrefix ?? '_INBOX'
}

// They change when the client reconnects, and are asked for with every message.
function serverAttributesOf(connection: NatsConnection): () => Attributes {
  let known: NatsConnection['info']
  let attributes: Attributes = {}
  return () => {
    if (connection.info !== known) {
      known = connection.info
      attributes = currentServerAttributes(connection)
    }
    return attributes
  }
}

function currentServerAttributes(connection: NatsConnection): Attributes {
  const server = /^(.*):(\d+)$/.exec(connection.getServer())
  const { info } = connection
  return {
    [ATTRIBUTE.system]: 'nats',
    ...(server?.[1] && { [ATTRIBUTE.serverAddress]: server[1].replace(/^\[|\]$/g, '') }),
    ...(server?.[2] && { [ATTRIBUTE.serverPort]: Number(server[2]) }),
    ...(info?.server_name && { [ATTRIBUTE.natsServerName]: info.server_name }),
    ...(info?.client_id !== undefined && { [ATTRIBUTE.clientId]: String(info.client_id) }),
  }
}
