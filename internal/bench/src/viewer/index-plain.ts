import { decodeTraces } from '@hopscope/observe/otlp'
import type { StoredTelemetry } from '@hopscope/telemetry'
import { DatabaseSync } from 'node:sqlite'

/** What one would write in an afternoon: a row a span with its attributes as JSON, and an index by trace. */
export class PlainIndex implements Disposable {
  readonly #database: DatabaseSync

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database
      .exec(`PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
      PRAGMA cache_size = -65536;
      CREATE TABLE spans(trace TEXT, id TEXT, parent TEXT, service TEXT, name TEXT, start INTEGER, duration INTEGER,
        status TEXT, attributes TEXT);
      CREATE INDEX by_trace ON spans(trace)`)
  }

  insert(messages: readonly StoredTelemetry[]): void {
    const insert = this.#database.prepare('INSERT INTO spans VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)')
    this.#database.exec('BEGIN')
    for (const { data } of messages) {
      for (const { resource, scopeSpans } of decodeTraces(data)?.resourceSpans ?? []) {
        const { 'service.name': name } = resource.attributes
        const service = typeof name === 'string' ? name : ''
        for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
          const { startTimeUnixNano, endTimeUnixNano } = span
          insert.run(
            span.traceId,
            span.spanId,
            span.parentSpanId ?? null,
            service,
            span.name,
            startTimeUnixNano / 1_000n,
            endTimeUnixNano - startTimeUnixNano,
            span.status.code,
            JSON.stringify(span.attributes),
          )
        }
      }
    }
    this.#database.exec('COMMIT')
  }

  findByAttribute(key: string, value: string): number {
    return this.#database
      .prepare('SELECT DISTINCT trace FROM spans WHERE attributes LIKE ? LIMIT 50')
      .all(`%"${key}":"${value}"%`).length
  }

  percentiles(): number {
    const durations = new Map<string, number[]>()
    const rows = this.#database.prepare('SELECT service, name, duration FROM spans').iterate()
    for (const { service, name, duration } of rows) {
      const key = `${String(service)} ${String(name)}`
      const own = durations.get(key)
      if (own === undefined) durations.set(key, [Number(duration)])
      else own.push(Number(duration))
    }
    for (const own of durations.values()) Float64Array.from(own).sort()
    return durations.size
  }

  serviceGraph(): number {
    return this.#database
      .prepare(
        `SELECT p.service AS one, c.service AS other, count(*) AS count, avg(c.duration) AS duration
         FROM spans c JOIN spans p ON p.trace = c.trace AND p.id = c.parent
         WHERE p.service <> c.service GROUP BY 1, 2`,
      )
      .all().length
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }
}
