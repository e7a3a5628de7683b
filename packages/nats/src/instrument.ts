import type { NatsConnection } from '@nats-io/nats-core'
import type { InstrumentOptions } from './connection/instrument-options.ts'
import { addInstrumentation, instrumentationOf } from './connection/instrumentation.ts'
import { patchJetStream } from './jetstream/patch-jetstream.ts'
import { patchKv } from './kv/patch-kv.ts'
import { patchObjectStore } from './object-store/patch-object-store.ts'
import { tracedSubscribe } from './receive/subscribe.ts'
import { tracedPublish } from './send/publish.ts'
import { tracedRequestMany } from './send/request-many.ts'
import { tracedRequest } from './send/request.ts'
import { NatsTracingError } from './nats-tracing-error.ts'
import { parseDirectly } from './wire/direct-parse.ts'
import type { Publish } from './wire/direct-publish.ts'
import { VERSION } from './version.ts'
import { patchServices } from './services/patch-services.ts'

/**
 * Traces every message of a connection, and returns that connection.
 *
 * Each message that goes out has a PRODUCER span and carries its context in `traceparent`; each one
 * that comes in has a CONSUMER span, which is active in its handler, be that a callback or the body
 * of a `for await` loop. Acks are events of that span. Nothing else about the connection changes:
 * nothing of ours throws unless the option `lost` asks for it, and what you pass stays as it is.
 *
 * A second call for the same connection changes nothing; the first one's options stay. The active
 * context needs a context manager: an OpenTelemetry SDK's, or `import '@hopscope/observe/node'`.
 *
 * @throws {@link NatsTracingError} OPTION_INVALID if an option is not what it may be, a hook has no such
 * name, or `connection` is none
 *
 * @example
 * import '@hopscope/observe/node'
 * const connection = instrument(await connect({ servers }), { tracerProvider })
 */
export function instrument<C extends NatsConnection>(
  connection: C,
  options: InstrumentOptions = {},
): C {
  checkConnection(connection)
  if (instrumentationOf(connection) || isMarked(connection)) return connection

  const sender = senderOf(connection)
  const instrumentation = addInstrumentation(connection, options, sender !== connection)
  Object.defineProperty(connection, MARK, { value: VERSION })
  if (sender !== connection) instrumentation.observe(() => parseDirectly(sender))
  sender.publish = tracedPublish(instrumentation, sender.publish.bind(sender), sender)
  connection.request = tracedRequest(instrumentation, connection.request.bind(connection))
  connection.requestMany = tracedRequestMany(
    instrumentation,
    connection.requestMany.bind(connection),
  )
  connection.subscribe = tracedSubscribe(instrumentation, connection.subscribe.bind(connection))
  for (const patch of [patchJetStream, patchServices, patchKv, patchObjectStore]) {
    instrumentation.observe(() => patch(instrumentation))
  }
  return connection
}

// A promise that was not waited for is passed sooner or later.
function checkConnection(connection: Partial<NatsConnection> | undefined): void {
  if (typeof connection?.subscribe === 'function') return
  const got = connection instanceof Promise ? 'a promise' : typeof connection
  throw new NatsTracingError('OPTION_INVALID', `connection must be one of nats.js, got ${got}`, {
    hint: 'await it: instrument(await connect(…))',
  })
}

// What another copy of this package has instrumented is not known to this one.
const MARK = Symbol.for('@hopscope/nats instrumented')

function isMarked(connection: object): boolean {
  return MARK in connection
}

interface Sender {
  publish: Publish
}

// All that nats.js sends passes its protocol handler, replies and acks included; the connection's
// own `publish` is what is left where there is none.
function senderOf(connection: NatsConnection): Sender {
  const { protocol } = connection as { readonly protocol?: Partial<Sender> }
  return isSender(protocol) ? protocol : connection
}

function isSender(value: Partial<Sender> | undefined): value is Sender {
  return typeof value?.publish === 'function'
}
