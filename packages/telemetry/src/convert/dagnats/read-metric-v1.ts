import type { MetricData } from '@hopscope/observe/otlp'
import type { FieldReader } from './field-reader.ts'
import type { Measurement } from './measurement.ts'

/** Reads a metric of the first DagNats: what a counter or a histogram was told, or what a gauge showed. */
export function readMetricV1(reader: FieldReader, service: string): Measurement | MetricData {
  const type = reader.filled('type')
  const name = reader.filled('name')
  const tags = readTags(reader)
  const value = reader.number('value')
  const timeUnixNano = reader.time('timestamp')
  if (type === 'counter' || type === 'histogram') {
    reader.check(type === 'histogram' || value >= 0, 'its counter does not go up')
    return { type, name, service, tags, value: Number(value), timeUnixNano }
  }
  reader.check(type === 'gauge', 'its type is no counter, histogram or gauge')
  const point = { attributes: tags, startTimeUnixNano: 0n, timeUnixNano, value }
  return { type: 'gauge', name, points: [point] }
}

function readTags(reader: FieldReader): Measurement['tags'] {
  const tags: Record<string, string> = Object.create(null)
  for (const [key, value] of Object.entries(reader.map('tags'))) {
    reader.check(typeof value === 'string', 'its tags are not all texts')
    if (typeof value === 'string') tags[key] = value
  }
  return tags
}
