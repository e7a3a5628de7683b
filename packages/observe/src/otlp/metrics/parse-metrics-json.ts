import { setGiven, type Draft } from '../draft.ts'
import { parseFrames } from '../frames/parse-frames.ts'
import type { JsonObject, JsonReader } from '../json-reader.ts'
import { METRIC_FRAME } from './metric-frame.ts'
import {
  TEMPORALITIES,
  type MetricData,
  type MetricHead,
  type MetricsData,
  type Temporality,
} from './model.ts'
import {
  parseExponentialHistogramPoint,
  parseHistogramPoint,
  parseNumberPoint,
  parseSummaryPoint,
} from './parse-points.ts'

/**
 * Reads metrics of OTLP/JSON; `undefined` when it is malformed.
 *
 * A metric without data of a kind that is known is passed over, as are fields that are not known.
 *
 * @param json the text, or what is parsed of it, whose integers may be `bigint`s
 */
export function parseMetricsJson(json: string | JsonObject): MetricsData | undefined {
  const resourceMetrics = parseFrames(json, METRIC_FRAME, parseMetric)
  return resourceMetrics && { resourceMetrics }
}

function parseMetric(reader: JsonReader, json: JsonObject): MetricData | undefined {
  const head: Draft<MetricHead> = { name: reader.string(json.name) }
  setGiven(head, 'description', reader.string(json.description))
  setGiven(head, 'unit', reader.string(json.unit))
  if (json.gauge) {
    const { dataPoints } = reader.object(json.gauge)
    return { ...head, type: 'gauge', points: reader.list(dataPoints, parseNumberPoint) }
  }
  if (json.sum) return { ...head, ...parseSum(reader, reader.object(json.sum)) }
  if (json.histogram) {
    const data = reader.object(json.histogram)
    const points = reader.list(data.dataPoints, parseHistogramPoint)
    return { ...head, type: 'histogram', points, temporality: parseTemporality(reader, data) }
  }
  if (json.exponentialHistogram) {
    const data = reader.object(json.exponentialHistogram)
    const points = reader.list(data.dataPoints, parseExponentialHistogramPoint)
    const temporality = parseTemporality(reader, data)
    return { ...head, type: 'exponentialHistogram', points, temporality }
  }
  if (!json.summary) return undefined
  const { dataPoints } = reader.object(json.summary)
  return { ...head, type: 'summary', points: reader.list(dataPoints, parseSummaryPoint) }
}

function parseSum(reader: JsonReader, json: JsonObject) {
  return {
    type: 'sum',
    points: reader.list(json.dataPoints, parseNumberPoint),
    temporality: parseTemporality(reader, json),
    isMonotonic: json.isMonotonic === true,
  } as const
}

function parseTemporality(reader: JsonReader, json: JsonObject): Temporality {
  return TEMPORALITIES[reader.enum(json.aggregationTemporality, NAMES)] ?? 'unspecified'
}

const NAMES = TEMPORALITIES.map((name) => `AGGREGATION_TEMPORALITY_${name.toUpperCase()}`)
