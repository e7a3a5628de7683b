import { setGiven, type Draft } from '../draft.ts'
import { decodeFrames } from '../frames/decode-frames.ts'
import type { ProtobufReader } from '../protobuf-reader.ts'
import { METRIC_FRAME } from './metric-frame.ts'
import {
  TEMPORALITIES,
  type MetricData,
  type MetricHead,
  type MetricsData,
  type Temporality,
} from './model.ts'
import {
  readExponentialHistogramPoint,
  readHistogramPoint,
  readNumberPoint,
  readSummaryPoint,
} from './read-points.ts'

/**
 * Reads OTLP's `ExportMetricsServiceRequest` or `MetricsData`; `undefined` when it is malformed.
 *
 * A metric without data of a kind that is known is passed over, as are fields that are not known.
 * Repeated numbers must be packed, which is how Protocol Buffers writes them.
 */
export function decodeMetrics(bytes: Uint8Array): MetricsData | undefined {
  const resourceMetrics = decodeFrames(bytes, METRIC_FRAME, readMetric)
  return resourceMetrics && { resourceMetrics }
}

function readMetric(reader: ProtobufReader): MetricData | undefined {
  const head: Draft<MetricHead> = { name: '' }
  let data: Body | undefined
  while (reader.next()) {
    const { field } = reader
    if (field === 1) head.name = reader.string()
    else if (field === 2) setGiven(head, 'description', reader.string())
    else if (field === 3) setGiven(head, 'unit', reader.string())
    else if (field === 5) data = reader.message(readGauge)
    else if (field === 7) data = reader.message(readSum)
    else if (field === 9) data = reader.message(readHistogram)
    else if (field === 10) data = reader.message(readExponentialHistogram)
    else if (field === 11) data = reader.message(readSummary)
    else reader.skip()
  }
  return data && { ...head, ...data }
}

/** A metric without what all kinds have. */
type Body = MetricData extends infer Kind
  ? Kind extends MetricData
    ? Omit<Kind, keyof MetricHead>
    : never
  : never

function readGauge(reader: ProtobufReader): Body {
  return { type: 'gauge', points: readData(reader, readNumberPoint).points }
}

function readSum(reader: ProtobufReader): Body {
  return { type: 'sum', ...readData(reader, readNumberPoint) }
}

function readHistogram(reader: ProtobufReader): Body {
  const { points, temporality } = readData(reader, readHistogramPoint)
  return { type: 'histogram', points, temporality }
}

function readExponentialHistogram(reader: ProtobufReader): Body {
  const { points, temporality } = readData(reader, readExponentialHistogramPoint)
  return { type: 'exponentialHistogram', points, temporality }
}

function readSummary(reader: ProtobufReader): Body {
  return { type: 'summary', points: readData(reader, readSummaryPoint).points }
}

// The fields have the same numbers in all kinds.
function readData<T>(reader: ProtobufReader, readPoint: (reader: ProtobufReader) => T) {
  const points: T[] = []
  let temporality: Temporality = 'unspecified'
  let isMonotonic = false
  while (reader.next()) {
    if (reader.field === 1) points.push(reader.message(readPoint))
    else if (reader.field === 2) temporality = TEMPORALITIES[reader.uint32()] ?? 'unspecified'
    else if (reader.field === 3) isMonotonic = reader.bool()
    else reader.skip()
  }
  return { points, temporality, isMonotonic }
}
