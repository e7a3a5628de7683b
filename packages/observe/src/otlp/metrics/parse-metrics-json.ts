import { setGiven, type Draft } from '../draft.ts'
import { JsonReader, type JsonObject } from '../json-reader.ts'
import { parseJson, parseResource, parseScope } from '../source/parse-source.ts'
import {
  TEMPORALITIES,
  type MetricData,
  type MetricHead,
  type MetricsData,
  type ResourceMetrics,
  type ScopeMetrics,
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
 */
export function parseMetricsJson(text: string): MetricsData | undefined {
  const reader = new JsonReader()
  const { resourceMetrics } = reader.object(parseJson(text))
  const data = { resourceMetrics: reader.list(resourceMetrics, parseResourceMetrics) }
  return reader.failed ? undefined : data
}

function parseResourceMetrics(reader: JsonReader, json: JsonObject): ResourceMetrics {
  const data: Draft<ResourceMetrics> = {
    resource: parseResource(reader, json.resource),
    scopeMetrics: reader.list(json.scopeMetrics, parseScopeMetrics),
  }
  setGiven(data, 'schemaUrl', reader.string(json.schemaUrl))
  return data
}

function parseScopeMetrics(reader: JsonReader, json: JsonObject): ScopeMetrics {
  const data: Draft<ScopeMetrics> = {
    scope: parseScope(reader, json.scope),
    metrics: reader.list(json.metrics, parseMetric).flat(),
  }
  setGiven(data, 'schemaUrl', reader.string(json.schemaUrl))
  return data
}

function parseMetric(reader: JsonReader, json: JsonObject): readonly MetricData[] {
  const head: Draft<MetricHead> = { name: reader.string(json.name) }
  setGiven(head, 'description', reader.string(json.description))
  setGiven(head, 'unit', reader.string(json.unit))
  if (json.gauge) {
    const { dataPoints } = reader.object(json.gauge)
    return [{ ...head, type: 'gauge', points: reader.list(dataPoints, parseNumberPoint) }]
  }
  if (json.sum) return [{ ...head, ...parseSum(reader, reader.object(json.sum)) }]
  if (json.histogram) {
    const data = reader.object(json.histogram)
    const points = reader.list(data.dataPoints, parseHistogramPoint)
    return [{ ...head, type: 'histogram', points, temporality: parseTemporality(reader, data) }]
  }
  if (json.exponentialHistogram) {
    const data = reader.object(json.exponentialHistogram)
    const points = reader.list(data.dataPoints, parseExponentialHistogramPoint)
    const temporality = parseTemporality(reader, data)
    return [{ ...head, type: 'exponentialHistogram', points, temporality }]
  }
  if (!json.summary) return []
  const { dataPoints } = reader.object(json.summary)
  return [{ ...head, type: 'summary', points: reader.list(dataPoints, parseSummaryPoint) }]
}

function parseSum(reader: JsonReader, json: JsonObject) {
  return {
    type: 'sum',
    points: reader.list(json.dataPoints, parseNumberPoint),
    temporality: parseTemporality(reader, json),
    isMonotonic: json.isMonotonic === true,
  } as const
}

// OTLP/JSON has numbers only; Protocol Buffers' own JSON, which others send, has names.
function parseTemporality(reader: JsonReader, json: JsonObject): Temporality {
  const { aggregationTemporality: value } = json
  const named = typeof value === 'string' ? NAMES.indexOf(value) : -1
  return TEMPORALITIES[named >= 0 ? named : reader.uint32(value)] ?? 'unspecified'
}

const NAMES = TEMPORALITIES.map((name) => `AGGREGATION_TEMPORALITY_${name.toUpperCase()}`)
