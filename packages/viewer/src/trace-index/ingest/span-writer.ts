import { encodeSpan, type SpanData } from '@hopscope/observe/otlp'
import type { JourneySpan } from '@hopscope/path'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Names } from '../store/names.ts'
import { bytesOf } from './bytes.ts'
import { toSpanRow, type SpanRow } from './span-row.ts'
import { tokensOf } from './tokens.ts'
import type { OpenTrace } from './trace-writer.ts'

/** A span that was not there before. */
export interface WrittenSpan {
  readonly id: number
  readonly row: SpanRow
  readonly span: SpanData
}

/** Writes spans, with what they are found by. */
export class SpanWriter {
  readonly #names: Names
  readonly #insert: StatementSync
  readonly #insertTokens: StatementSync
  readonly #insertLink: StatementSync
  readonly #insertMessage: StatementSync

  constructor(database: DatabaseSync, names: Names) {
    this.#names = names
    this.#insert = database.prepare(
      `INSERT OR IGNORE INTO spans(trace, span_id, parent_id, source, service, operation, start, duration, flags,
         subject, stream, consumer, server, cluster, account, delivery, sequence, data)
       VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#insertTokens = database.prepare('INSERT INTO tokens(rowid, t) VALUES(?, ?)')
    this.#insertLink = database.prepare(
      'INSERT OR IGNORE INTO links(trace_id, span_id, span) VALUES(?, ?, ?)',
    )
    this.#insertMessage = database.prepare(
      `INSERT INTO messages(stream, sequence, at) VALUES(?, ?, ?)
       ON CONFLICT(stream, sequence) DO UPDATE SET at = min(at, excluded.at)`,
    )
  }

  /** Writes a span; `undefined` when it is there already. */
  write(trace: OpenTrace, source: number, entry: JourneySpan): WrittenSpan | undefined {
    const { span } = entry
    const names = this.#names
    const row = toSpanRow(entry)
    const stream = names.idOf(row.stream)
    const sequence = row.sequence ?? null
    const { changes, lastInsertRowid } = this.#insert.run(
      trace.id,
      bytesOf(span.spanId),
      span.parentSpanId === undefined ? null : bytesOf(span.parentSpanId),
      source,
      names.idOf(row.service),
      names.idOf(row.operation),
      row.start,
      row.duration,
      row.flags,
      names.idOf(row.subject),
      stream,
      names.idOf(row.consumer),
      names.idOf(row.server),
      names.idOf(row.cluster),
      names.idOf(row.account),
      row.delivery,
      sequence,
      encodeSpan(span),
    )
    if (Number(changes) === 0) return undefined

    const id = Number(lastInsertRowid)
    const tokens = tokensOf(span.attributes)
    if (tokens.length > 0) this.#insertTokens.run(id, tokens.join(' '))
    for (const link of span.links.slice(0, MAX_LINKS)) {
      this.#insertLink.run(bytesOf(link.traceId), bytesOf(link.spanId), id)
    }
    if (sequence !== null && stream !== 0) this.#insertMessage.run(stream, sequence, row.start)
    return { id, row, span }
  }
}

/** Links that are found from their other end; more are kept with the span only. */
export const MAX_LINKS = 128
