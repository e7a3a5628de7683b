import { field, listField } from '../../exchange/import/json-fields.ts'
import { protobufFields } from './protobuf-fields.ts'

/** How many data points a metric in JSON has; 1 if none can be seen. */
export function countPointsJson(metric: unknown): number {
  const points = KINDS.flatMap((kind) => listField(field(metric, kind), 'dataPoints'))
  return Math.max(1, points.length)
}

/** The same, of a metric in protobuf. */
export function countPointsProtobuf(metric: Uint8Array): number {
  const points = (protobufFields(metric) ?? [])
    .filter(({ number }) => KIND_NUMBERS.has(number))
    .flatMap(({ value }) => protobufFields(value) ?? [])
    .filter(({ number }) => number === DATA_POINTS)
  return Math.max(1, points.length)
}

const KINDS = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary']
const KIND_NUMBERS: ReadonlySet<number> = new Set([5, 7, 9, 10, 11])
const DATA_POINTS = 1
