import type { ResourceLogs, ResourceSpans } from '@hopscope/observe/otlp'
import type { JourneySpan } from '@hopscope/path'
import type { Ingested } from './ingested.ts'
import { readTelemetry, type StoredTelemetry } from '@hopscope/telemetry/read'
import { ROW_FLAGS } from '../../api/trace-view.ts'
import { toSource } from '../store/sources.ts'
import { inTransaction, type IndexStore } from '../store/index-store.ts'
import { EdgeJoiner } from './edge-joiner.ts'
import { LogWriter } from './log-writer.ts'
import { maskSpan } from './mask.ts'
import { MetricWriter } from './metric-writer.ts'
import { SPAN_BITS, type SpanRow } from './span-row.ts'
import { SpanWriter, type WrittenSpan } from './span-writer.ts'
import { MAX_TOLD, notIngested } from './sum-ingested.ts'
import { addToTrace, TraceWriter, type OpenTrace } from './trace-writer.ts'

/** A message to be indexed. */
export interface IngestRecord extends StoredTelemetry {
  /** Its sequence in the stream; absent for what was added. */
  readonly sequence?: number
  /** When it was stored or added; milliseconds of the Unix epoch. */
  readonly touchedMs: number
}

/** Puts messages into the index. */
export class Ingest {
  readonly #store: IndexStore
  readonly #traces: TraceWriter
  readonly #spans: SpanWriter
  readonly #edges: EdgeJoiner
  readonly #logs: LogWriter
  readonly #metrics: MetricWriter

  constructor(store: IndexStore) {
    const { database, names, limits } = store
    this.#store = store
    this.#traces = new TraceWriter(database)
    this.#spans = new SpanWriter(database, names)
    this.#edges = new EdgeJoiner(database, names)
    this.#logs = new LogWriter(database, limits)
    this.#metrics = new MetricWriter(database)
  }

  /** Indexes messages in one transaction, which also moves the cursor behind the last of them. */
  take(records: readonly IngestRecord[], nowMs: number): Ingested {
    try {
      return inTransaction(this.#store, () => this.#takeAll(records, nowMs))
    } catch (error) {
      this.#traces.forget()
      this.#logs.forget()
      this.#metrics.reload()
      this.#edges.reload()
      throw error
    }
  }

  /** Passes over a message that cannot be written, and counts it as one that cannot be read. */
  skip(record: IngestRecord, reason: string): Ingested {
    const problem = describe(record, reason)
    inTransaction(this.#store, () => {
      const { counters } = this.#store
      counters.counts.unreadable++
      counters.lastUnreadable = problem
      this.#moveCursor([record])
    })
    return notIngested(problem)
  }

  /** Forgets what it remembers of traces that were deleted. */
  forget(): void {
    this.#logs.forget()
  }

  #takeAll(records: readonly IngestRecord[], nowMs: number): Ingested {
    const { counters, rollups } = this.#store
    const tally = new Tally()
    const written: WrittenSpan[] = []
    const { dropped } = counters.counts
    for (const record of records) {
      // One message may have more spans than a call may have arguments.
      for (const span of this.#takeOne(record, tally)) written.push(span)
    }
    for (const { row } of written) this.#countSpan(row, nowMs)
    for (const { from, to, via, start, duration, isError } of this.#edges.join(written)) {
      const key = { kind: 'edge', one: from, other: to, ...(via !== undefined && { via }) } as const
      rollups.add(key, { start, duration, isError }, nowMs)
    }
    const changed = new Set([...this.#traces.flush(), ...tally.loggedTraceIds])
    this.#moveCursor(records)
    counters.counts.unreadable += tally.unreadable
    if (tally.problem !== undefined) counters.lastUnreadable = tally.problem
    return { ...tally.toIngested([...changed]), dropped: counters.counts.dropped - dropped }
  }

  #takeOne(record: IngestRecord, tally: Tally): readonly WrittenSpan[] {
    const { counts } = this.#store.counters
    const telemetry = readTelemetry(record)
    if ('undecodable' in telemetry) {
      tally.unreadable++
      tally.problem = describe(record, telemetry.undecodable)
      return []
    }
    if (telemetry.signal === 'traces')
      return this.#takeSpans(telemetry.resourceSpans, record, tally)
    if (telemetry.signal === 'logs') {
      const traceIds = this.#logs.write(telemetry.resourceLogs, record.touchedMs)
      // A trace is there with its first record, so that it goes when its time has come, with or without spans.
      for (const traceId of new Set(traceIds)) {
        tally.loggedTraceIds.add(traceId)
        this.#openTrace(traceId, record)
      }
      tally.logRecords += countLogRecords(telemetry.resourceLogs)
      counts.logs += traceIds.length
      return []
    }
    const { points, dropped } = this.#metrics.write(telemetry.resourceMetrics)
    tally.points += points
    counts.metrics += points - dropped
    counts.dropped += dropped
    return []
  }

  #takeSpans(
    resourceSpans: readonly ResourceSpans[],
    record: IngestRecord,
    tally: Tally,
  ): readonly WrittenSpan[] {
    const { sources } = this.#store
    const written: WrittenSpan[] = []
    for (const of of resourceSpans) {
      for (const scoped of of.scopeSpans) {
        if (scoped.spans.length === 0) continue
        const source = sources.idOf(toSource(of, scoped))
        const before = written.length
        for (const span of scoped.spans) {
          tally.countSpan(span.traceId)
          const entry = { resource: of.resource.attributes, scope: scoped.scope, span }
          const one = this.#takeSpan(source, entry, record)
          if (one !== undefined) written.push(one)
        }
        sources.addSpans(source, written.length - before)
      }
    }
    return written
  }

  #takeSpan(source: number, entry: JourneySpan, record: IngestRecord): WrittenSpan | undefined {
    const { limits, counters, lastTrace } = this.#store
    const trace = this.#openTrace(entry.span.traceId, record)
    if (trace.spans >= limits.maxSpansPerTrace) {
      trace.added.omitted++
      counters.counts.dropped++
      return undefined
    }
    const span = maskSpan(entry.span, limits)
    const written = this.#spans.write(trace, source, { ...entry, span })
    if (written === undefined) return undefined
    addToTrace(trace, written.row)
    lastTrace.forget(trace.id)
    counters.counts.spans++
    if ((written.row.flags & SPAN_BITS.hop) !== 0) counters.counts.hops++
    return written
  }

  #openTrace(traceId: string, { touchedMs, sequence }: IngestRecord): OpenTrace {
    return this.#traces.open(traceId, touchedMs, sequence)
  }

  #countSpan(row: SpanRow, nowMs: number): void {
    const { rollups } = this.#store
    const { start, duration, flags } = row
    const isError = (flags & ROW_FLAGS.error) !== 0
    const plain = { start, isError }
    if ((flags & SPAN_BITS.serverSide) === 0) {
      const key = { kind: 'operation', one: row.service, other: row.operation } as const
      rollups.add(key, { ...plain, duration }, nowMs)
    }
    if (row.via !== undefined) rollups.add({ kind: 'subject', one: row.via }, plain, nowMs)
    if (row.stream !== undefined) rollups.add({ kind: 'stream', one: row.stream }, plain, nowMs)
    if (row.consumer !== undefined) {
      rollups.add({ kind: 'consumer', one: row.consumer }, plain, nowMs)
    }
    if (row.account !== undefined) rollups.add({ kind: 'account', one: row.account }, plain, nowMs)
  }

  #moveCursor(records: readonly IngestRecord[]): void {
    const { counters } = this.#store
    const first = records.find(({ sequence }) => sequence !== undefined)?.sequence
    const last = records.findLast(({ sequence }) => sequence !== undefined)?.sequence
    const { cursor } = counters
    if (cursor === undefined || first === undefined || last === undefined) return
    const firstSequence = cursor.firstSequence === 0 ? first : cursor.firstSequence
    counters.cursor = { ...cursor, firstSequence, lastSequence: last }
  }
}

/** Counts while messages are taken. */
class Tally {
  readonly #traceIds = new Set<string>()
  readonly loggedTraceIds = new Set<string>()
  spans = 0
  logRecords = 0
  points = 0
  unreadable = 0
  problem: string | undefined

  countSpan(traceId: string): void {
    this.spans++
    this.#traceIds.add(traceId)
  }

  toIngested(changed: readonly string[]): Omit<Ingested, 'dropped'> {
    const { spans, logRecords, points, unreadable, problem } = this
    const traceIds = [...this.#traceIds].slice(0, MAX_TOLD)
    const counts = { spans, logRecords, points, unreadable }
    return { changed, traceIds, ...counts, ...(problem !== undefined && { problem }) }
  }
}

function describe({ sequence, subject }: IngestRecord, problem: string): string {
  const which = sequence === undefined ? 'a record' : `message ${sequence}`
  return `${which} on ${subject.slice(0, 200)}: ${problem}`
}

function countLogRecords(resourceLogs: readonly ResourceLogs[]): number {
  return resourceLogs
    .flatMap(({ scopeLogs }) => scopeLogs)
    .reduce((count, { logRecords }) => count + logRecords.length, 0)
}
