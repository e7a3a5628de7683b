import { parseMetricsJson, type MetricData, type MetricsData } from '@hopscope/observe/otlp'
import type { FieldReader } from '../dagnats/field-reader.ts'
import type { Measurement } from '../dagnats/measurement.ts'
import { readMetric } from '../dagnats/read-metric.ts'
import { readMetricV1 } from '../dagnats/read-metric-v1.ts'
import { DAGNATS_SCOPE, resourceOf } from './dagnats-source.ts'
import { readText, type TextFormat, type Unreadable } from './read-text.ts'

/**
 * The metrics in a text: OTLP in JSON, or a record of DagNats, which may be a single measurement.
 *
 * @param service whose metric it is if the record does not say
 */
export function readMetrics(text: string, service: string): MetricsData | Measurement | Unreadable {
  return readText(text, service, FORMAT)
}

/** Metrics of one service of DagNats. */
export function frameMetrics(metrics: readonly MetricData[], service: string): MetricsData {
  const scopeMetrics = [{ scope: DAGNATS_SCOPE, metrics }]
  return { resourceMetrics: [{ resource: resourceOf(service), scopeMetrics }] }
}

const FORMAT: TextFormat<MetricsData, MetricsData | Measurement> = {
  signal: 'metrics',
  parseOtlp: parseMetricsJson,
  readRecord,
}

function readRecord(
  reader: FieldReader,
  subjectService: string,
): MetricsData | Measurement | undefined {
  if (reader.has('type') && reader.has('value')) {
    const service = reader.text('service') || subjectService
    const metric = readMetricV1(reader, service)
    return 'points' in metric ? frameMetrics([metric], service) : metric
  }
  if (!reader.has('data')) return undefined
  const service = reader.text('serviceName') || subjectService
  return frameMetrics([readMetric(reader)], service)
}
