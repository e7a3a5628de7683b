import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite'
import { ROW_FLAGS } from '../../api/trace-view.ts'
import { decodeSpans } from '../store/decode-spans.ts'
import type { Names } from '../store/names.ts'
import { bytesOf } from './bytes.ts'
import { SPAN_BITS, type SpanRow } from './span-row.ts'
import { MAX_LINKS, type WrittenSpan } from './span-writer.ts'

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
 * Finds out which service works for which: the one of a span for the one of its parent. A consumer that has no parent, or one
 * of its own service such as a poll, works for whoever sent the messages that it links to, once for each.
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
  readonly #hasLink: StatementSync
  readonly #data: StatementSync

  constructor(database: DatabaseSync, names: Names) {
    this.#database = database
    this.#names = names
    this.#find = database.prepare(
      `SELECT s.id, s.service, s.flags FROM traces t JOIN spans s ON s.trace = t.id
       WHERE t.trace_id = ? AND s.span_id = ?`,
    )
    this.#wait = database.prepare(
      'INSERT OR IGNORE INTO waiting(trace_id, span_id, span, via) VALUES(?, ?, ?, ?)',
    )
    this.#waiting = database.prepare(
      `SELECT s.id, s.service, w.via, s.start, s.duration, s.flags,
         s.parent_id IS w.span_id AND s.trace = p.trace AS is_child
       FROM waiting w JOIN spans s ON s.id = w.span JOIN spans p ON p.id = ?3
       WHERE w.trace_id = ?1 AND w.span_id = ?2`,
    )
    this.#waiting.setReadBigInts(true)
    this.#release = database.prepare('DELETE FROM waiting WHERE trace_id = ? AND span_id = ?')
    this.#hasLink = database.prepare(
      'SELECT 1 FROM links WHERE trace_id = ? AND span_id = ? AND span = ?',
    )
    this.#data = database.prepare('SELECT data FROM spans WHERE id = ?')
    this.reload()
  }

  /** The edges that spans complete, as the parent or as the child of another; all of them are written already. */
  join(written: readonly WrittenSpan[]): readonly JoinedEdge[] {
    const atOnce = new Map(written.map((each) => [keyOf(each.span), each]))
    const applications = written.filter(({ row }) => !isServerSide(row))
    return [
      ...applications.flatMap((parent) => this.#joinWaiting(parent, atOnce)),
      ...applications.flatMap((child) => this.#joinAbove(child, atOnce)),
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

  #joinWaiting({ id, span, row }: WrittenSpan, atOnce: SpansAtOnce): readonly JoinedEdge[] {
    // Most spans are waited for by none, and to ask for each would take as long as to write it.
    const isTold = this.#expected.size <= MAX_EXPECTED
    if (isTold && !this.#expected.has(span.traceId)) return []
    const traceId = bytesOf(span.traceId)
    const spanId = bytesOf(span.spanId)
    const waiting = this.#waiting.all(traceId, spanId, id)
    if (waiting.length === 0) return []
    this.#release.run(traceId, spanId)
    const above = { id, service: row.service, flags: row.flags }
    return waiting.flatMap((found) => {
      const child = this.#toChild(found)
      return found['is_child'] === 1n
        ? this.#joinParent(above, child, atOnce)
        : edgesBetween(above, child.row)
    })
  }

  #toChild(found: Readonly<Record<string, SQLOutputValue>>): Child {
    const { id, service, via, start, duration, flags } = found
    return {
      id: Number(id),
      row: {
        service: this.#names.textOf(Number(service)),
        via: this.#names.textOf(Number(via)),
        start: typeof start === 'bigint' ? start : 0n,
        duration: Number(duration),
        flags: Number(flags),
      },
      links: () => this.#linksOf(Number(id)),
    }
  }

  #linksOf(id: number): readonly SpanIds[] {
    const data = this.#data.get(id)?.['data']
    return data instanceof Uint8Array ? (decodeSpans([data])[0]?.links ?? []) : []
  }

  #joinAbove({ id, span, row }: WrittenSpan, atOnce: SpansAtOnce): readonly JoinedEdge[] {
    const { traceId, parentSpanId } = span
    const child: Child = { id, row, links: () => span.links }
    if (parentSpanId === undefined) return this.#joinLinks(child, undefined, atOnce)
    const parent = this.#seek({ traceId, spanId: parentSpanId }, child, atOnce)
    return parent === undefined ? [] : this.#joinParent(parent, child, atOnce)
  }

  #joinParent(parent: Above, child: Child, atOnce: SpansAtOnce): readonly JoinedEdge[] {
    const isOwn = !isServerSide(parent) && parent.service === child.row.service
    return isOwn ? this.#joinLinks(child, parent, atOnce) : edgesBetween(parent, child.row)
  }

  // What a parent that consumes links to as well, as that of a batch does, was its work already.
  #joinLinks(child: Child, parent: Above | undefined, atOnce: SpansAtOnce): readonly JoinedEdge[] {
    if ((child.row.flags & SPAN_BITS.consumer) === 0) return []
    const isBelow = parent !== undefined && (parent.flags & SPAN_BITS.consumer) !== 0
    const links = child.links().slice(0, MAX_LINKS)
    const byKey = new Map(links.map((link) => [keyOf(link), link]))
    return [...byKey.values()].flatMap((link) => {
      if (isBelow && this.#isLinked(link, parent.id)) return []
      const sender = this.#seek(link, child, atOnce)
      return sender === undefined ? [] : edgesBetween(sender, child.row)
    })
  }

  #isLinked({ traceId, spanId }: SpanIds, by: number): boolean {
    return this.#hasLink.get(bytesOf(traceId), bytesOf(spanId), by) !== undefined
  }

  /** A span by its ids; for one that is not there the child waits. */
  #seek(ids: SpanIds, child: Child, atOnce: SpansAtOnce): Above | undefined {
    const known = atOnce.get(keyOf(ids))
    if (known !== undefined) {
      return { id: known.id, service: known.row.service, flags: known.row.flags }
    }
    const traceId = bytesOf(ids.traceId)
    const spanId = bytesOf(ids.spanId)
    const found = this.#find.get(traceId, spanId)
    if (found === undefined) {
      if (this.#expected.size <= MAX_EXPECTED) this.#expected.add(ids.traceId)
      this.#wait.run(traceId, spanId, child.id, this.#names.idOf(child.row.via))
      return undefined
    }
    const { id, service, flags } = found
    return {
      id: Number(id),
      service: this.#names.textOf(Number(service)),
      flags: Number(flags),
    }
  }
}

const MAX_EXPECTED = 100_000

interface SpanIds {
  readonly traceId: string
  readonly spanId: string
}

type SpansAtOnce = ReadonlyMap<string, WrittenSpan>

/** A span that may work for others. */
interface Child {
  readonly id: number
  readonly row: Pick<SpanRow, 'service' | 'via' | 'start' | 'duration' | 'flags'>
  /** Looked up only when they are needed: few have a parent of their own service. */
  readonly links: () => readonly SpanIds[]
}

/** A span that another may work for. */
interface Above {
  readonly id: number
  readonly service: string
  readonly flags: number
}

function keyOf({ traceId, spanId }: SpanIds): string {
  return `${traceId}${spanId}`
}

function isServerSide({ flags }: { readonly flags: number }): boolean {
  return (flags & SPAN_BITS.serverSide) !== 0
}

function edgesBetween(above: Above, child: Child['row']): readonly JoinedEdge[] {
  const { service, via, start, duration, flags } = child
  if (isServerSide(above) || above.service === service) return []
  const isError = (flags & ROW_FLAGS.error) !== 0
  const edge = { from: above.service, to: service, start, duration, isError }
  return [via === undefined || via === '' ? edge : { ...edge, via }]
}
