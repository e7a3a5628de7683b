import { jetstream } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { instrument } from '../../instrument.ts'
import { jsonCodec } from '../codec/json-codec.ts'
import { internalName } from '../names/index.ts'
import { TransportError } from '../transport-error.ts'
import type { ClientOptions, ClientProblem, RpcOptions } from './client-options.ts'
import { publishEvent, type Destination } from './publish.ts'
import { ReplyInbox } from './reply-inbox.ts'
import { requestByJetstream } from './request-by-jetstream.ts'
import { checkTimeout, requestByCore } from './request.ts'
import { closedError } from './send-error.ts'
import type { Sender } from './sender.ts'
import type { Published, TransportClient } from './transport-client.ts'
import { Waiting } from './waiting.ts'

/**
 * Makes a client that sends messages to one service, each with a span and its context.
 *
 * It sends nothing by itself, and creates no streams. For requests by JetStream, the user of the
 * connection needs the permission to subscribe to `{name}__microservice.*`. When the connection is
 * closed, so is the client.
 *
 * @throws {@link TransportError} NAME_INVALID or OPTION_INVALID
 * @throws {@link NatsTracingError} OPTION_INVALID for an option of `tracing`
 *
 * @example
 * const orders = createClient(connection, { name: 'gateway', target: 'orders' })
 * await orders.publish('orders.created', { id: 7 })
 * const order = await orders.request('get.order', { id: 7 })
 */
export function createClient(connection: NatsConnection, options: ClientOptions): TransportClient {
  const { target, tracing } = options
  const sender = senderOf(connection, options)
  const { mode, timeoutMs } = rpcOf(options.rpc)
  internalName(target)
  if (tracing !== false) instrument(connection, tracing)

  const waiting = new Waiting()
  const inbox = new ReplyInbox(sender)
  const close = (error: TransportError): void => {
    waiting.close(error)
    inbox.close(error)
  }
  void connection.closed().then((error) => close(closedError('the connection', error ?? undefined)))

  const publish = async (
    kind: Destination['kind'],
    pattern: string,
    data: unknown,
  ): Promise<Published> => {
    waiting.check()
    return publishEvent(sender, { kind, service: target, pattern }, data)
  }
  return {
    publish: (pattern, data) => publish('event', pattern, data),
    publishOrdered: (pattern, data) => publish('ordered', pattern, data),
    broadcast: (pattern, data) => publish('broadcast', pattern, data),
    async request(pattern, data) {
      waiting.check()
      const command = { service: target, pattern, data, timeoutMs }
      return mode === 'core'
        ? requestByCore(sender, waiting, command)
        : requestByJetstream(sender, inbox, command)
    },
    async close() {
      close(closedError('the client'))
    },
    async [Symbol.asyncDispose]() {
      close(closedError('the client'))
    },
  }
}

function senderOf(connection: NatsConnection, options: ClientOptions): Sender {
  const { name, codec = jsonCodec, canonicalTrace = false, onProblem } = options
  return {
    connection,
    jetstream: jetstream(connection),
    codec,
    callerName: internalName(name),
    canonicalTrace,
    tell: (problem) => tell(onProblem, problem),
  }
}

function tell(onProblem: ClientOptions['onProblem'], problem: ClientProblem): void {
  try {
    const told: unknown = onProblem?.(problem)
    if (told instanceof Promise) told.catch(() => {})
  } catch {
    // Who is told of a problem must not make another.
  }
}

function rpcOf({ mode = 'core', timeoutMs }: RpcOptions = {}): Required<RpcOptions> {
  if (mode !== 'core' && mode !== 'jetstream') {
    throw new TransportError(
      'OPTION_INVALID',
      `rpc.mode must be core or jetstream, got ${String(mode)}`,
      {
        hint: 'correct the option, or leave it out for core',
      },
    )
  }
  const resolved = { mode, timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS[mode] }
  checkTimeout('rpc.timeoutMs', resolved.timeoutMs)
  return resolved
}

const DEFAULT_TIMEOUT_MS = { core: 30_000, jetstream: 180_000 } as const
