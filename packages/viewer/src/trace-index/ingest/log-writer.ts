import { encodeLogs, type LogRecordData, type ResourceLogs } from '@hopscope/observe/otlp'
import { createHash } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { bytesOf } from './bytes.ts'
import { maskLogRecord, type MaskOptions } from './mask.ts'

/** Writes log records that are part of a trace; others nothing shows. */
export class LogWriter {
  readonly #options: MaskOptions
  readonly #counts = new Map<string, number>()
  readonly #insert: StatementSync
  readonly #count: StatementSync

  constructor(database: DatabaseSync, options: MaskOptions) {
    this.#options = options
    this.#insert = database.prepare(
      'INSERT OR IGNORE INTO logs(trace_id, span_id, time, hash, touched, data) VALUES(?, ?, ?, ?, ?, ?)',
    )
    this.#count = database.prepare('SELECT count(*) AS count FROM logs WHERE trace_id = ?')
  }

  /** Writes records; the ids of traces that got some, once for each record that is new. */
  write(resourceLogs: readonly ResourceLogs[], touchedMs: number): readonly string[] {
    const traceIds: string[] = []
    for (const { resource, scopeLogs } of resourceLogs) {
      for (const { scope, logRecords } of scopeLogs) {
        for (const record of logRecords) {
          const { traceId } = record
          if (traceId === undefined || this.#isFull(traceId)) continue
          const masked = maskLogRecord(record, this.#options)
          const data = encodeLogs({
            resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [masked] }] }],
          })
          if (!this.#add(traceId, record, data, touchedMs)) continue
          this.#counts.set(traceId, (this.#counts.get(traceId) ?? 0) + 1)
          traceIds.push(traceId)
        }
      }
    }
    if (this.#counts.size > MAX_REMEMBERED) this.#counts.clear()
    return traceIds
  }

  /** Forgets what it remembers of records that were deleted, or never written. */
  forget(): void {
    this.#counts.clear()
  }

  #add(traceId: string, record: LogRecordData, data: Uint8Array, touchedMs: number): boolean {
    const time = record.timeUnixNano === 0n ? record.observedTimeUnixNano : record.timeUnixNano
    const spanId = record.spanId === undefined ? null : bytesOf(record.spanId)
    const hash = createHash('sha1').update(data).digest().subarray(0, 8)
    const at = BigInt.asIntN(64, time)
    const { changes } = this.#insert.run(bytesOf(traceId), spanId, at, hash, touchedMs, data)
    return Number(changes) > 0
  }

  #isFull(traceId: string): boolean {
    let count = this.#counts.get(traceId)
    if (count === undefined) {
      count = Number(this.#count.get(bytesOf(traceId))?.['count'] ?? 0)
      this.#counts.set(traceId, count)
    }
    return count >= MAX_LOGS_PER_TRACE
  }
}

const MAX_LOGS_PER_TRACE = 10_000
const MAX_REMEMBERED = 20_000
