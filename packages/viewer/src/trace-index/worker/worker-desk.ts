import { ViewerError } from '../../viewer-error.ts'
import { answer } from '../ask/answer.ts'
import { deadlineIn } from '../ask/deadline.ts'
import type { Ingested } from '../ingest/ingested.ts'
import { Ingest, type IngestRecord } from '../ingest/ingest.ts'
import { sumIngested } from '../ingest/sum-ingested.ts'
import { openStore, recreateStore, type IndexStore } from '../store/index-store.ts'
import { isCorrupt, isOfData } from '../store/open-database.ts'
import { Retention } from '../store/retention.ts'
import { usedBytes } from '../store/used-bytes.ts'
import type { AddResult } from '../trace-index.ts'
import { ChangeNotice } from './change-notice.ts'
import { unpackRecords } from './packed-records.ts'
import {
  coverageOf,
  type AttachedStream,
  type WorkerAnswer,
  type WorkerMessage,
  type WorkerRequest,
  type WorkerStart,
} from './protocol.ts'
import { slicesOf, type RecordSlice } from './slices.ts'
import { toFailure } from './to-failure.ts'

type Question = Extract<WorkerRequest, { readonly type: 'ask' }>
type OtherRequest = Exclude<WorkerRequest, { readonly type: 'ask' | 'records' }>
type Tell = (message: WorkerMessage, transfer?: readonly ArrayBuffer[]) => void

/**
 * Does what the main thread asks for, one thing after the other. Questions go first: messages of the stream are many, and
 * nobody waits for one of them.
 */
export class WorkerDesk {
  readonly #tell: Tell
  readonly #notice: ChangeNotice
  readonly #questions: Question[] = []
  readonly #others: (OtherRequest | RecordSlice)[] = []
  readonly #upkeep: ReturnType<typeof setInterval>
  #store: IndexStore
  #ingest: Ingest
  #retention: Retention
  /** Whether the messages that come follow on those that the index has. */
  #isAttached = false
  #isAwake = false
  #hasAnswered = false
  #isRetentionsTurn = false
  #wantsRetention = true

  constructor({ limits, lostBecause }: WorkerStart, tell: Tell) {
    this.#tell = tell
    this.#store = openStore(limits)
    if (lostBecause !== undefined && limits.path === undefined) {
      this.#store.counters.begin(lostBecause)
    }
    this.#ingest = new Ingest(this.#store)
    this.#retention = new Retention(this.#store)
    this.#notice = new ChangeNotice((traceIds, omitted) => {
      tell({ type: 'changed', traceIds, omitted })
    })
    this.#upkeep = setInterval(() => this.#askForRetention(), UPKEEP_MS)
    this.#upkeep.unref()
  }

  /** Takes a request, and does it when it is its turn. */
  take(request: WorkerRequest): void {
    if (request.type === 'ask') this.#questions.push(request)
    else if (request.type !== 'records') this.#others.push(request)
    else this.#others.push(...slicesOf(request.id, request.packed))
    this.#wake()
  }

  #wake(): void {
    if (this.#isAwake) return
    this.#isAwake = true
    setImmediate(() => this.#work())
  }

  // One piece of work, and then whatever has come in meanwhile has its turn. Deleting has every other, or an index that
  // grows faster than anybody looks would be over its limit for long.
  #work(): void {
    this.#isAwake = false
    this.#isRetentionsTurn = this.#wantsRetention && !this.#isRetentionsTurn
    const request = this.#isRetentionsTurn ? undefined : this.#next()
    if (request !== undefined) this.#do(request)
    else if (this.#wantsRetention) this.#retain()
    if (this.#questions.length + this.#others.length > 0 || this.#wantsRetention) this.#wake()
  }

  // Many who ask must not keep the index from what is new.
  #next(): Question | OtherRequest | RecordSlice | undefined {
    const [first, second] = this.#hasAnswered
      ? [this.#others, this.#questions]
      : [this.#questions, this.#others]
    const request = first.shift() ?? second.shift()
    this.#hasAnswered = request?.type === 'ask'
    return request
  }

  #do(request: Question | OtherRequest | RecordSlice): void {
    const { id } = request
    if (request.type === 'ask') this.#tell({ type: 'started', id })
    try {
      const done = this.#attempt(request)
      if (request.type === 'slice' && !request.isLast) return
      const { json } = done
      this.#tell({ type: 'answer', id, answer: done }, json === undefined ? [] : [json.buffer])
    } catch (error) {
      if (request.type === 'slice') this.#stopReading(id)
      if (request.type !== 'ask' && !(error instanceof ViewerError)) {
        this.#store.counters.hasFailed = true
      }
      if (isCorrupt(error)) this.#startAnew('corrupt')
      this.#tell({ type: 'error', id, error: toFailure(error) })
      if (isCorrupt(error)) this.#tell({ type: 'emptied' })
    }
  }

  // What follows on a message that was lost must not be taken: the index would seem to have that one too.
  #stopReading(id: number): void {
    this.#isAttached = false
    const kept = this.#others.filter((each) => each.type !== 'slice' || each.id !== id)
    this.#others.splice(0, this.#others.length, ...kept)
  }

  #attempt(request: Question | OtherRequest | RecordSlice): WorkerAnswer {
    switch (request.type) {
      case 'attach':
        return this.#attach(request.stream)
      case 'slice':
        this.#indexStored(request.records)
        return { cursor: this.#store.counters.cursor }
      case 'add':
        return { added: toAddResult(this.#indexAll(unpackRecords(request.packed))) }
      case 'ask':
        return this.#ask(request)
      case 'clear':
        this.#startAnew(request.because)
        return {}
      default:
        clearInterval(this.#upkeep)
        this.#notice.close()
        this.#store.database.close()
        return {}
    }
  }

  // Another stream of the name, or one that lost messages that were read, has other messages under the same numbers.
  #attach({ stream, created, lastSequence }: AttachedStream): WorkerAnswer {
    const { cursor } = this.#store.counters
    const isOther =
      cursor !== undefined &&
      (cursor.stream !== stream || cursor.created !== created || cursor.lastSequence > lastSequence)
    if (isOther) this.#startAnew('stream recreated')
    const { counters } = this.#store
    counters.cursor ??= { stream, created, firstSequence: 0, lastSequence: 0 }
    counters.save()
    this.#isAttached = true
    return { cursor: counters.cursor }
  }

  #index(records: readonly IngestRecord[]): Ingested {
    const ingested = this.#ingest.take(records, Date.now())
    this.#notice.add(ingested.changed)
    const { database, limits, counters } = this.#store
    counters.hasFailed = false
    if (usedBytes(database) > limits.maxBytes) this.#wantsRetention = true
    return ingested
  }

  // What comes before the stream is attached is of a reading that has ended.
  #indexStored(records: readonly IngestRecord[]): void {
    const { cursor } = this.#store.counters
    if (!this.#isAttached || cursor === undefined) {
      throw new ViewerError('INDEX_FAILED', 'the stream is to be attached again')
    }
    const fresh = records.filter(({ sequence = 0 }) => sequence > cursor.lastSequence)
    if (fresh.length === 0) return
    this.#indexAll(fresh)
  }

  #indexAll(records: readonly IngestRecord[]): Ingested {
    try {
      return this.#index(records)
    } catch (error) {
      if (!isOfData(error)) throw error
      return sumIngested(records.map((record) => this.#indexAlone(record)))
    }
  }

  // A message that cannot be written, whatever is in it, must not keep the index from those behind it.
  #indexAlone(record: IngestRecord): Ingested {
    try {
      return this.#index([record])
    } catch (error) {
      if (!isOfData(error)) throw error
      return this.#ingest.skip(record, toFailure(error).message)
    }
  }

  #ask({ request, known, revision }: Question): WorkerAnswer {
    const { limits, counters } = this.#store
    // What the main thread knows may be of an index that was lost since.
    const isRead = known.isReadToEnd && (known.stream === undefined || this.#isAttached)
    const coverage = coverageOf({ ...known, isReadToEnd: isRead }, counters.cursor)
    const deadline = deadlineIn(limits.queryTimeoutMs)
    const context = { store: this.#store, coverage, revision, deadline }
    const json = answer(context, request)
    return { json: json === undefined ? undefined : new TextEncoder().encode(json) }
  }

  #startAnew(because: string): void {
    this.#isAttached = false
    this.#store = recreateStore(this.#store, because)
    this.#ingest = new Ingest(this.#store)
    this.#retention = new Retention(this.#store)
  }

  #askForRetention(): void {
    this.#wantsRetention = true
    this.#store.lastTrace.growOlder()
    this.#wake()
  }

  #retain(): void {
    try {
      this.#wantsRetention = this.#retention.step(Date.now())
      if (this.#wantsRetention) this.#ingest.forget()
    } catch (error) {
      this.#wantsRetention = false
      if (!isCorrupt(error)) {
        this.#store.counters.hasFailed = true
        return
      }
      this.#startAnew('corrupt')
      this.#tell({ type: 'emptied' })
    }
  }
}

const UPKEEP_MS = 5_000

function toAddResult(ingested: Ingested): AddResult {
  const { traceIds, spans, logRecords, points, dropped, unreadable, problem } = ingested
  const counts = { spans, logRecords, points, dropped, unreadable }
  return { traceIds, ...counts, ...(problem !== undefined && { problem }) }
}
