import { writeFrames } from '../frames/write-frames.ts'
import { ProtobufWriter } from '../protobuf-writer.ts'
import { METRIC_FRAME } from './metric-frame.ts'
import {
  TEMPORALITIES,
  type MetricData,
  type MetricsData,
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
  writeFrames(writer, METRIC_FRAME, data.resourceMetrics, writeMetric)
  return writer.finish()
}

/** The bytes of OTLP's `Metric` message, without the field number and the length that frame it. */
export function encodeMetric(metric: MetricData): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter()
  writeMetric(writer, metric)
  return writer.finish()
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
