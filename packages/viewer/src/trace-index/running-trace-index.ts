import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Coverage } from '../api/trace-summary.ts'
import { ViewerError } from '../viewer-error.ts'
import { resolveLimits, type TraceIndexOptions } from './index-options.ts'
import type { IndexRequest } from './index-request.ts'
import { StreamFeed } from './source/stream-feed.ts'
import type { StreamCursor } from './store/counters.ts'
import type { AddedRecord, AddResult, IndexChange, IndexSource, TraceIndex } from './trace-index.ts'
import { packRecords } from './worker/packed-records.ts'
import { coverageOf, type KnownStream } from './worker/protocol.ts'
import { WorkerHost } from './worker/worker-host.ts'

/** An index whose database is in a worker, fed with what the connection of this thread reads. */
export class RunningTraceIndex implements TraceIndex {
  readonly #listeners = new Set<(change: IndexChange) => void>()
  #host: WorkerHost | undefined
  #feed: StreamFeed | undefined
  #cursor: StreamCursor | undefined
  #rebuilding: Promise<void> | undefined
  #isClosed = false
  // A revision of another start of the viewer is none of this one.
  readonly #name = randomUUID().slice(0, 8)
  #told = 0
  readonly #options: TraceIndexOptions

  private constructor(options: TraceIndexOptions) {
    this.#options = options
  }

  static async open(options: TraceIndexOptions): Promise<RunningTraceIndex> {
    const index = new RunningTraceIndex(options)
    index.#host = await WorkerHost.start({
      limits: resolveLimits(options),
      onChanged: (traceIds, omitted) => index.#tellChange(traceIds, omitted),
      onRestarted: () => index.#readAnew(),
    })
    await index.#startFeed()
    return index
  }

  get coverage(): Coverage {
    return coverageOf(this.#known, this.#cursor)
  }

  get revision(): string {
    return `${this.#name}-${this.#told}`
  }

  get source(): IndexSource {
    return this.#feed?.source ?? { state: 'none' }
  }

  async ask(request: IndexRequest): Promise<Uint8Array | undefined> {
    // What is told while the question is on its way is in the answer as well, and told once more.
    const { revision } = this
    const asked = { type: 'ask', request, known: this.#known, revision } as const
    const { json } = await this.#worker.request(asked)
    return json
  }

  async add(records: readonly AddedRecord[]): Promise<AddResult> {
    const touchedMs = Date.now()
    const packed = packRecords(records.map((record) => ({ ...record, touchedMs })))
    // Not handed over: what the worker loses when it ends is nowhere else, and is sent to it once more.
    const { added } = await this.#worker.request({ type: 'add', packed })
    return added ?? NOTHING_ADDED
  }

  // Two at a time would leave the feed of one of them behind.
  rebuild(): Promise<void> {
    this.#rebuilding ??= this.#rebuild().finally(() => (this.#rebuilding = undefined))
    return this.#rebuilding
  }

  onChange(listener: (change: IndexChange) => void): () => void {
    // A listener may be added twice, and is told twice then.
    const own = (change: IndexChange): void => listener(change)
    this.#listeners.add(own)
    return () => void this.#listeners.delete(own)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    this.#listeners.clear()
    const closed = this.#feed?.close()
    await this.#host?.close()
    // It may wait for a server that is away, and hands nothing over any more.
    await Promise.race([closed, setTimeout(CLOSE_MS, undefined, { ref: false })])
  }

  get #worker(): WorkerHost {
    if (this.#host !== undefined) return this.#host
    throw new ViewerError('INDEX_FAILED', 'the index is not open')
  }

  get #known(): KnownStream {
    return this.#feed?.known ?? { pending: 0, isReadToEnd: true, firstSequence: 0 }
  }

  async #rebuild(): Promise<void> {
    const feed = this.#feed
    if (feed === undefined) {
      throw new ViewerError('STREAM_UNAVAILABLE', 'there is no stream to build the index from', {
        hint: 'open the index with a connection',
      })
    }
    await feed.close()
    try {
      await this.#worker.request({ type: 'clear', because: 'asked' })
      this.#cursor = undefined
    } finally {
      await this.#startFeed()
    }
    const { state, stream = '', hint } = this.source
    if (state === 'reading') return
    throw new ViewerError(
      'STREAM_UNAVAILABLE',
      `stream ${stream} cannot be read`,
      hint === undefined ? {} : { hint },
    )
  }

  #startFeed(): Promise<void> {
    const { connection, stream = 'TELEMETRY', since } = this.#options
    if (connection === undefined || this.#isClosed) return Promise.resolve()
    this.#feed = new StreamFeed(
      connection,
      { stream, since },
      {
        attach: async (attached) => {
          const { cursor } = await this.#worker.request({ type: 'attach', stream: attached })
          this.#cursor = cursor
          if (cursor !== undefined) return cursor
          throw new ViewerError('INDEX_FAILED', 'the index does not tell where it is')
        },
        take: async (packed) => {
          const { cursor } = await this.#worker.request({ type: 'records', packed }, [packed.bytes])
          this.#cursor = cursor
          this.#tellCoverage()
        },
      },
    )
    return this.#feed.start()
  }

  #readAnew(): void {
    this.#cursor = undefined
    this.#feed?.restart()
    // Of what the worker had last it may have told nobody.
    this.#tellChange([], 1)
  }

  #tellCoverage(): void {
    if (this.#cursor !== undefined && this.coverage.isComplete) this.#tellChange([], 0)
  }

  #tellChange(traceIds: readonly string[], omitted: number): void {
    this.#told++
    const change = { traceIds, omitted, coverage: this.coverage, revision: this.revision }
    for (const listener of this.#listeners) listener(change)
  }
}

const CLOSE_MS = 1_000

const NOTHING_ADDED: AddResult = {
  traceIds: [],
  spans: 0,
  logRecords: 0,
  points: 0,
  unreadable: 0,
}
