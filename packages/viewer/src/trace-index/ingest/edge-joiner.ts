import { type DatabaseSync, type StatementSync } from 'node:sqlite'
import { ROW_FLAGS } from '../../api/trace-view.ts'
import { type Names } from '../store/names.ts'
import { bytesOf } from './bytes.ts'
import { SPAN_BITS, type SpanRow } from './span-row.ts'
import { type WrittenSpan } from './span-writer.ts'

/** A service that did something for another. */
export interface JoinedEdge {
  readonly from: string
  readonly to: string
  readonly via?: string
  readonly start: bigint
  readonly duration: number
  readonly isError: boolean
}

/**
 * Finds out which service works for which: the one of a span for the one of its parent, or, for a consumer without a parent, of the span it links to.
 *
 * Spans come in any order, as a rule the child first: a child whose parent is not there waits for it.
 */
export class EdgeJoiner {
  readonly #database: DatabaseSync
  readonly #names: Names
  /** Traces of which some span is waited for, unless they are too many to remember. */
  readonly #expected = new Set<string>()
  readonly #find: StatementSync
  readonly #wait: StatementSync
  readonly #waiting: StatementSync
  readonly #release: StatementSync

  constructor(database: DatabaseSync, names: Names) {
    this.#database = database
    this.#names = names
    this.#find = database.prepare(
      `SELECT s.service, s.flags FROM traces t JOIN spans s ON s.trace = t.id
       WHERE t.trace_id = ? AND s.span_id = ?`,
    )
    this.#wait = database.prepare(
      'INSERT OR IGNORE INTO waiting(trace_id, span_id, span, via) VALUES(?, ?, ?, ?)',
    )
    this.#waiting = database.prepare(
      `SELECT s.service, w.via, s.start, s.duration, s.flags FROM waiting w JOIN spans s ON s.id = w.span
       WHERE w.trace_id = ? AND w.span_id = ?`,
    )
    this.#waiting.setReadBigInts(true)
    this.#release = database.prepare('DELETE FROM waiting WHERE trace_id = ? AND span_id = ?')
    this.reload()
  }

  /** The edges that spans complete, as the parent or as the child of another; all of them are written already. */
  join(written: readonly WrittenSpan[]): readonly JoinedEdge[] {
    const applications = written.filter(({ row }) => (row.flags & SPAN_BITS.serverSide) === 0)
    const atOnce = new Map(written.map((each) => [keyOf(each.span), each.row]))
    return [
      ...applications.flatMap((parent) => this.#joinWaiting(parent)),
      ...applications.flatMap((child) => this.#joinParent(child, atOnce)),
    ]
  }

  /** Finds out anew who waits, after a transaction was rolled back. */
  reload(): void {
    this.#expected.clear()
    const rows = this.#database.prepare(
      `SELECT DISTINCT lower(hex(trace_id)) AS id FROM waiting LIMIT ${MAX_EXPECTED + 1}`,
    )
    for (const { id } of rows.iterate()) this.#expected.add(String(id))
  }

  #joinWaiting({ span, row }: WrittenSpan): readonly JoinedEdge[] {
    // Most spans are waited for by none, and to ask for each would take as long as to write it.
    const isTold = this.#expected.size <= MAX_EXPECTED
    if (isTold && !this.#expected.has(span.traceId)) return []
    const traceId = bytesOf(span.traceId)
    const spanId = bytesOf(span.spanId)
    const children = this.#waiting.all(traceId, spanId)
    if (children.length === 0) return []
    this.#release.run(traceId, spanId)
    return children.flatMap(({ service, via, start, duration, flags }) =>
      toEdges(row.service, {
        service: this.#names.textOf(Number(service)),
        via: this.#names.textOf(Number(via)),
        start: typeof start === 'bigint' ? start : 0n,
        duration: Number(duration),
        flags: Number(flags),
      }),
    )
  }

  #joinParent(child: WrittenSpan, atOnce: ReadonlyMap<string, SpanRow>): readonly JoinedEdge[] {
    const parent = parentOf(child)
    if (parent === undefined) return []
    const row = atOnce.get(keyOf(parent))
    if (row !== undefined) {
      return (row.flags & SPAN_BITS.serverSide) === 0 ? toEdges(row.service, child.row) : []
    }
    const traceId = bytesOf(parent.traceId)
    const spanId = bytesOf(parent.spanId)
    const found = this.#find.get(traceId, spanId)
    if (found === undefined) {
      if (this.#expected.size <= MAX_EXPECTED) this.#expected.add(parent.traceId)
      this.#wait.run(traceId, spanId, child.id, this.#names.idOf(child.row.via))
      return []
    }
    if ((Number(found['flags']) & SPAN_BITS.serverSide) !== 0) return []
    return toEdges(this.#names.textOf(Number(found['service'])), child.row)
  }
}

const MAX_EXPECTED = 100_000

function keyOf({ traceId, spanId }: { readonly traceId: string; readonly spanId: string }): string {
  return `${traceId}${spanId}`
}

function parentOf({
  span,
  row,
}: WrittenSpan): { readonly traceId: string; readonly spanId: string } | undefined {
  const { traceId, parentSpanId } = span
  if (parentSpanId !== undefined) return { traceId, spanId: parentSpanId }
  return (row.flags & SPAN_BITS.consumer) === 0 ? undefined : span.links[0]
}

function toEdges(
  from: string,
  child: Pick<SpanRow, 'service' | 'via' | 'start' | 'duration' | 'flags'>,
): readonly JoinedEdge[] {
  const { service, via, start, duration, flags } = child
  if (from === service) return []
  const isError = (flags & ROW_FLAGS.error) !== 0
  const edge = { from, to: service, start, duration, isError }
  return [via === undefined || via === '' ? edge : { ...edge, via }]
}
