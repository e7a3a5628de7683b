import {
  jetstream,
  jetstreamManager,
  type JetStreamClient,
  type JetStreamManager,
} from '@nats-io/jetstream'
import {
  createClient,
  startService,
  type Problem,
  type Service,
  type ServiceOptions,
  type TransportClient,
} from '@hopscope/nats/transport'
import type { InMemoryTelemetry } from '@hopscope/observe/testing'
import { startPair, type Pair } from './pair.ts'

/** A server, a service `orders` in the making, and a client of it; all on traced connections. */
export interface ServiceWorld extends AsyncDisposable {
  readonly pair: Pair
  readonly telemetry: InMemoryTelemetry
  readonly manager: JetStreamManager
  /** JetStream on the connection without tracing. */
  readonly plain: JetStreamClient
  readonly client: TransportClient
  /** What services told of, in order. */
  readonly problems: readonly Problem[]
  /** Starts a service; it is stopped with the world. */
  start(options: Partial<ServiceOptions>): Promise<Service>
}

/** The time in which a consumer of these tests waits for an ack: short, since they wait for it to pass. */
export const ACK_WAIT_MS = 400

/** Consumers that wait {@link ACK_WAIT_MS} for an ack. */
export const IMPATIENT: NonNullable<ServiceOptions['consumers']> = {
  event: { ack_wait: ACK_WAIT_MS * 1e6 },
  broadcast: { ack_wait: ACK_WAIT_MS * 1e6 },
}

export const EVENTS = 'orders__microservice_ev-stream'
export const EVENT_CONSUMER = 'orders__microservice_ev-consumer'
export const DEAD_LETTERS = 'orders__microservice_dlq-stream'
export const COMMANDS = 'orders__microservice_cmd-stream'

/** Streams as small as tests are. */
const SMALL: NonNullable<ServiceOptions['streams']> = {
  event: { max_bytes: 10_000_000 },
  broadcast: { max_bytes: 10_000_000 },
  ordered: { max_bytes: 10_000_000 },
  rpc: { max_bytes: 10_000_000 },
  'dead-letter': { max_bytes: 10_000_000 },
}

export async function startServiceWorld(): Promise<ServiceWorld> {
  const pair = await startPair()
  const problems: Problem[] = []
  const services: Service[] = []
  return {
    pair,
    telemetry: pair.telemetry,
    manager: await jetstreamManager(pair.plain),
    plain: jetstream(pair.plain),
    client: createClient(pair.traced, { name: 'gateway', target: 'orders' }),
    problems,
    async start(options) {
      const service = await startService(pair.traced, {
        name: 'orders',
        streams: SMALL,
        onProblem: (problem) => problems.push(problem),
        ...options,
      })
      services.push(service)
      return service
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(services.map((service) => service.stop({ timeoutMs: 0 })))
      await pair[Symbol.asyncDispose]()
    },
  }
}

/** How many messages a stream has. */
export async function countOf({ manager }: ServiceWorld, stream: string): Promise<number> {
  return (await manager.streams.info(stream)).state.messages
}

/** Waits until nothing of the events is left: neither in their stream nor unsettled. */
export async function isDrained({ manager }: ServiceWorld): Promise<boolean> {
  const { state } = await manager.streams.info(EVENTS)
  const { num_ack_pending } = await manager.consumers.info(EVENTS, EVENT_CONSUMER)
  return state.messages === 0 && num_ack_pending === 0
}
