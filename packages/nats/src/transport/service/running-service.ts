import type { JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { streamOf } from '../names/index.ts'
import { TransportError } from '../transport-error.ts'
import { connectivityOf, type Connectivity } from './connectivity.ts'
import { consumerHealth, statusOf, streamHealth } from './check-health.ts'
import type { Health } from './health.ts'
import type { StreamKind } from './service-options.ts'
import type { Service } from './service.ts'
import type { NamedWorker } from './work-place.ts'

/** What a service is made of. */
export interface ServiceParts {
  readonly connection: NatsConnection
  readonly manager: JetStreamManager
  readonly name: string
  readonly streams: readonly StreamKind[]
  readonly workers: readonly NamedWorker[]
}

/** A service whose workers are at work. */
export class RunningService implements Service {
  readonly name: string
  readonly stopped: Promise<void>
  readonly #parts: ServiceParts
  readonly #end: PromiseWithResolvers<void> = Promise.withResolvers()
  readonly #connectivity: Connectivity
  readonly #stopRenewing: () => void
  #stop: Promise<void> | undefined

  constructor(parts: ServiceParts) {
    this.#parts = parts
    this.name = parts.name
    this.stopped = this.#end.promise
    void parts.connection.closed().then(() => this.stop())
    this.#connectivity = connectivityOf(parts.connection)
    this.#stopRenewing = this.#connectivity.onReconnect(() => {
      for (const { worker } of parts.workers) worker.renew()
    })
  }

  async health(): Promise<Health> {
    const { workers } = this.#parts
    const { isConnected } = this.#connectivity
    const isDown = !isConnected || this.#stop !== undefined
    const failures = workers.filter(isFailing).length
    // There is nobody to ask: the requests would wait for their timeouts.
    const parts = isConnected ? await this.#ask() : NOTHING_KNOWN
    return {
      status: statusOf({ isDown, failures, ...parts }),
      isConnected,
      inFlight: workers.reduce((sum, { worker }) => sum + worker.inFlight, 0),
      ...parts,
    }
  }

  stop({ timeoutMs = DEFAULT_TIMEOUT_MS }: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.#stop ??= this.#leave(timeoutMs)
    return this.#stop
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  async #ask(): Promise<Pick<Health, 'streams' | 'consumers'>> {
    const { manager, name, streams, workers } = this.#parts
    const [streamParts, consumerParts] = await Promise.all([
      Promise.all(streams.map((kind) => streamHealth(manager, kind, streamOf(kind, name)))),
      Promise.all(workers.map((each) => consumerHealth(manager, each))),
    ])
    return { streams: streamParts, consumers: consumerParts.flat() }
  }

  async #leave(timeoutMs: number): Promise<void> {
    const { connection, workers, name } = this.#parts
    this.#stopRenewing()
    for (const { worker } of workers) worker.leave()
    const idle = Promise.all(workers.map(({ worker }) => worker.idle()))
    if (!(await isDoneWithin(idle, timeoutMs))) {
      const message = `service ${name} was stopped while the handler was at work`
      const reason = new TransportError('CLOSED', message, {
        hint: 'give stop more time, or have the handler heed its signal',
      })
      const abandoned = workers.map(({ worker }) => worker.abandon(reason))
      await isDoneWithin(Promise.all([...abandoned, idle]), LAST_WORDS_MS)
    }
    // Whoever closes the connection next is not to take the last acks along.
    if (!connection.isClosed()) await isDoneWithin(connection.flush(), LAST_WORDS_MS)
    this.#end.resolve()
  }
}

function isFailing({ worker, isOptional = false }: NamedWorker): boolean {
  return !isOptional && worker.failure !== undefined
}

const NOTHING_KNOWN = { streams: [], consumers: [] } as const

const DEFAULT_TIMEOUT_MS = 10_000

// While there is no server, nobody answers: then messages are delivered again when their time is over.
const LAST_WORDS_MS = 2000

async function isDoneWithin(work: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), timeoutMs)
  try {
    return await Promise.race([
      work.then(
        () => true,
        () => true,
      ),
      late,
    ])
  } finally {
    clearTimeout(timer)
  }
}
