import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { ROW_FLAGS } from '../../api/trace-view.ts'
import { bytesOf } from './bytes.ts'
import { SPAN_BITS, type SpanRow } from './span-row.ts'

/** A trace while a transaction adds to it. */
export interface OpenTrace {
  readonly id: number
  readonly traceId: string
  /** How many spans it has, those before the transaction included. */
  spans: number
  /** Of spans that were added in the transaction. */
  readonly added: TraceChange
}

interface TraceChange {
  touched: number
  start: bigint | undefined
  finish: bigint
  spans: number
  hops: number
  omitted: number
  flags: number
  longest: number
  deliveries: number
}

/** Keeps a row for each trace with what its spans add up to. */
export class TraceWriter {
  readonly #open = new Map<string, OpenTrace>()
  readonly #find: StatementSync
  readonly #insert: StatementSync
  readonly #update: StatementSync

  constructor(database: DatabaseSync) {
    this.#find = database.prepare('SELECT id, spans FROM traces WHERE trace_id = ?')
    this.#insert = database.prepare(
      `INSERT INTO traces(trace_id, start, finish, touched, first_sequence, spans, hops, omitted, flags, longest, deliveries)
       VALUES(?, 9223372036854775807, 0, ?, ?, 0, 0, 0, 0, 0, 0)`,
    )
    this.#update = database.prepare(
      `UPDATE traces SET start = min(start, ?), finish = max(finish, ?), touched = max(touched, ?),
         spans = spans + ?, hops = hops + ?, omitted = omitted + ?, flags = flags | ?, longest = max(longest, ?),
         deliveries = max(deliveries, ?) WHERE id = ?`,
    )
  }

  /** The trace of an id, which is added if it is new. */
  open(traceId: string, touchedMs: number, sequence: number | undefined): OpenTrace {
    const known = this.#open.get(traceId)
    if (known !== undefined) {
      known.added.touched = Math.max(known.added.touched, touchedMs)
      return known
    }
    const bytes = bytesOf(traceId)
    const row = this.#find.get(bytes)
    const id =
      row === undefined
        ? Number(this.#insert.run(bytes, touchedMs, sequence ?? null).lastInsertRowid)
        : Number(row['id'])
    const trace: OpenTrace = {
      id,
      traceId,
      spans: Number(row?.['spans'] ?? 0),
      added: nothing(touchedMs),
    }
    this.#open.set(traceId, trace)
    return trace
  }

  /** Writes what the spans of the transaction add up to; the ids of traces that got some. */
  flush(): readonly string[] {
    const changed: string[] = []
    for (const { id, traceId, added } of this.#open.values()) {
      const { touched, start, finish, spans, hops, omitted, flags, longest, deliveries } = added
      if (spans === 0 && omitted === 0) continue
      this.#update.run(
        start ?? MAX_INT64,
        finish,
        touched,
        spans,
        hops,
        omitted,
        flags,
        longest,
        deliveries,
        id,
      )
      changed.push(traceId)
    }
    this.#open.clear()
    return changed
  }

  /** Forgets the traces of a transaction that is rolled back. */
  forget(): void {
    this.#open.clear()
  }
}

const MAX_INT64 = 2n ** 63n - 1n

/** Adds a span to what a trace has. */
export function addToTrace(trace: OpenTrace, row: SpanRow): void {
  const { added } = trace
  const finish = row.start + BigInt(row.duration)
  trace.spans++
  added.spans++
  // A span that does not tell when it began would make its trace the oldest of all.
  const start = row.start === 0n ? BigInt(Math.trunc(added.touched)) * 1_000_000n : row.start
  if (added.start === undefined || start < added.start) added.start = start
  if (finish > added.finish) added.finish = finish < MAX_INT64 ? finish : MAX_INT64
  if ((row.flags & SPAN_BITS.hop) !== 0) added.hops++
  added.flags |= row.flags & TRACE_FLAGS
  if (row.duration > added.longest) added.longest = row.duration
  if (row.delivery > added.deliveries) added.deliveries = row.delivery
}

const TRACE_FLAGS =
  ROW_FLAGS.error |
  ROW_FLAGS.redelivered |
  ROW_FLAGS.deadLetter |
  ROW_FLAGS.brokenContext |
  ROW_FLAGS.dryRun |
  SPAN_BITS.statusError

function nothing(touched: number): TraceChange {
  return {
    touched,
    start: undefined,
    finish: 0n,
    spans: 0,
    hops: 0,
    omitted: 0,
    flags: 0,
    longest: 0,
    deliveries: 0,
  }
}
