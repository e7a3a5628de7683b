import { writeResource, writeScope } from '../encode-traces.ts'
import { ProtobufWriter } from '../protobuf-writer.ts'
import {
  TEMPORALITIES,
  type MetricData,
  type MetricsData,
  type ResourceMetrics,
  type ScopeMetrics,
  type SumMetric,
  type Temporality,
} from './model.ts'
import {
  writeExponentialHistogramPoint,
  writeHistogramPoint,
  writeNumberPoint,
  writeSummaryPoint,
} from './write-points.ts'

/**
 * The bytes of OTLP's `ExportMetricsServiceRequest`, which is the same as `MetricsData`.
 *
 * Two requests joined end to end are one request with the metrics of both.
 */
export function encodeMetrics(data: MetricsData): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter(16 * 1024)
  for (const each of data.resourceMetrics) writer.message(1, writeResourceMetrics, each)
  return writer.finish()
}

/** The bytes of OTLP's `Metric` message, without the field number and the length that frame it. */
export function encodeMetric(metric: MetricData): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter()
  writeMetric(writer, metric)
  return writer.finish()
}

function writeResourceMetrics(writer: ProtobufWriter, data: ResourceMetrics): void {
  writer.message(1, writeResource, data.resource)
  for (const each of data.scopeMetrics) writer.message(2, writeScopeMetrics, each)
  if (data.schemaUrl) writer.string(3, data.schemaUrl)
}

function writeScopeMetrics(writer: ProtobufWriter, data: ScopeMetrics): void {
  writer.message(1, writeScope, data.scope)
  for (const metric of data.metrics) writer.message(2, writeMetric, metric)
  if (data.schemaUrl) writer.string(3, data.schemaUrl)
}

function writeMetric(writer: ProtobufWriter, metric: MetricData): void {
  if (metric.name !== '') writer.string(1, metric.name)
  if (metric.description) writer.string(2, metric.description)
  if (metric.unit) writer.string(3, metric.unit)
  writer.message(FIELDS[metric.type], writeData, metric)
}

/** The field of OTLP's `Metric` that each kind is in. */
const FIELDS = { gauge: 5, sum: 7, histogram: 9, exponentialHistogram: 10, summary: 11 } as const

function writeData(writer: ProtobufWriter, metric: MetricData): void {
  switch (metric.type) {
    case 'gauge':
      for (const point of metric.points) writer.message(1, writeNumberPoint, point)
      break
    case 'sum':
      writeSum(writer, metric)
      break
    case 'histogram':
      for (const point of metric.points) writer.message(1, writeHistogramPoint, point)
      writeTemporality(writer, metric.temporality)
      break
    case 'exponentialHistogram':
      for (const point of metric.points) writer.message(1, writeExponentialHistogramPoint, point)
      writeTemporality(writer, metric.temporality)
      break
    case 'summary':
      for (const point of metric.points) writer.message(1, writeSummaryPoint, point)
  }
}

function writeSum(writer: ProtobufWriter, metric: SumMetric): void {
  for (const point of metric.points) writer.message(1, writeNumberPoint, point)
  writeTemporality(writer, metric.temporality)
  if (metric.isMonotonic) writer.uint32(3, 1)
}

function writeTemporality(writer: ProtobufWriter, temporality: Temporality): void {
  if (temporality !== 'unspecified') writer.uint32(2, TEMPORALITIES.indexOf(temporality))
}
