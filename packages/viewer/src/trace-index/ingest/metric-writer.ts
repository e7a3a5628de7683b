import type { MetricData, ResourceMetrics } from '@hopscope/observe/otlp'
import { createHash } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { textOfValue } from '../../trace/attribute.ts'
import { serviceOf } from '../../trace/span-detail.ts'

/** Keeps the last value of each series; of what only tells its increase, the sum. */
export class MetricWriter {
  #series: number
  readonly #database: DatabaseSync
  readonly #find: StatementSync
  readonly #insert: StatementSync
  readonly #update: StatementSync

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#series = countSeries(database)
    this.#find = database.prepare('SELECT value, count, at FROM metrics WHERE series = ?')
    this.#insert = database.prepare(
      `INSERT INTO metrics(series, service, name, unit, type, attributes, value, count, at)
       VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    this.#update = database.prepare(
      'UPDATE metrics SET value = ?, count = ?, at = ? WHERE series = ?',
    )
  }

  /** Writes points; how many of them were of a series that there was no room for, or had no number. */
  write(resourceMetrics: readonly ResourceMetrics[]): {
    readonly points: number
    readonly dropped: number
  } {
    let points = 0
    let dropped = 0
    for (const { resource, scopeMetrics } of resourceMetrics) {
      const service = serviceOf(resource.attributes)
      for (const metric of scopeMetrics.flatMap(({ metrics }) => metrics)) {
        for (const point of pointsOf(metric)) {
          points++
          if (!this.#take(service, metric, point)) dropped++
        }
      }
    }
    return { points, dropped }
  }

  /** Counts anew, after a transaction was rolled back. */
  reload(): void {
    this.#series = countSeries(this.#database)
  }

  #take(service: string, metric: MetricData, point: SeriesPoint): boolean {
    const attributes = JSON.stringify(point.attributes)
    const series = hashOf([service, metric.name, typeOf(metric), attributes])
    const known = this.#find.get(series)
    const { value, count, atMs } = point
    // Neither JSON nor a sum has a place for what is no number.
    if (!Number.isFinite(value)) return false
    if (known === undefined) {
      if (this.#series >= MAX_SERIES) return false
      this.#series++
      const { name, unit = '' } = metric
      const type = typeOf(metric)
      this.#insert.run(series, service, name, unit, type, attributes, value, count ?? null, atMs)
      return true
    }
    const isIncrease = 'temporality' in metric && metric.temporality === 'delta'
    const isOlder = atMs < Number(known['at'])
    if (isIncrease) {
      const sum = Number(known['value']) + value
      if (!Number.isFinite(sum)) return false
      const total = count === undefined ? null : Number(known['count'] ?? 0) + count
      this.#update.run(sum, total, Math.max(atMs, Number(known['at'])), series)
    } else if (!isOlder) {
      this.#update.run(value, count ?? null, atMs, series)
    }
    return true
  }
}

const MAX_SERIES = 10_000
const MAX_ATTRIBUTES = 32

interface SeriesPoint {
  readonly attributes: readonly { readonly key: string; readonly value: string }[]
  readonly value: number
  readonly count?: number
  readonly atMs: number
}

function pointsOf(metric: MetricData): readonly SeriesPoint[] {
  if (metric.type === 'gauge' || metric.type === 'sum') {
    return metric.points.map((point) => ({ ...headOf(point), value: Number(point.value) }))
  }
  return metric.points.map((point) => ({
    ...headOf(point),
    value: point.sum ?? 0,
    count: point.count,
  }))
}

function headOf(point: MetricData['points'][number]): Pick<SeriesPoint, 'attributes' | 'atMs'> {
  const attributes = Object.entries(point.attributes)
    .slice(0, MAX_ATTRIBUTES)
    .map(([key, value]) => ({ key: cut(key), value: cut(textOfValue(value)) }))
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
  return { attributes, atMs: Number(point.timeUnixNano / 1_000n) / 1_000 }
}

function typeOf({ type }: MetricData): 'sum' | 'gauge' | 'histogram' {
  return type === 'gauge' || type === 'sum' ? type : 'histogram'
}

function hashOf(parts: readonly string[]): Uint8Array {
  return createHash('sha1').update(JSON.stringify(parts)).digest()
}

function cut(text: string): string {
  return text.length <= 256 ? text : text.slice(0, 256).toWellFormed()
}

function countSeries(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS count FROM metrics').get()?.['count'] ?? 0)
}
