import type { Json } from '../format-attributes.ts'
import { formatFrames } from '../frames/format-frames.ts'
import {
  formatExponentialHistogramPoint,
  formatHistogramPoint,
  formatNumberPoint,
  formatSummaryPoint,
} from './format-points.ts'
import { METRIC_FRAME } from './metric-frame.ts'
import { TEMPORALITIES, type MetricData, type MetricsData, type Temporality } from './model.ts'

/**
 * Writes metrics as OTLP/JSON, on one line: ids in hex, enums as numbers, 64-bit integers as strings.
 *
 * What is absent or empty is left out.
 */
export function formatMetricsJson(data: MetricsData): string {
  return formatFrames(METRIC_FRAME, data.resourceMetrics, formatMetric)
}

function formatMetric(metric: MetricData): Json {
  const { name, description, unit } = metric
  return { name, description, unit, [metric.type]: formatData(metric) }
}

function formatData(metric: MetricData): Json {
  switch (metric.type) {
    case 'gauge':
      return { dataPoints: metric.points.map(formatNumberPoint) }
    case 'sum':
      return {
        dataPoints: metric.points.map(formatNumberPoint),
        aggregationTemporality: formatTemporality(metric.temporality),
        isMonotonic: metric.isMonotonic,
      }
    case 'histogram':
      return {
        dataPoints: metric.points.map(formatHistogramPoint),
        aggregationTemporality: formatTemporality(metric.temporality),
      }
    case 'exponentialHistogram':
      return {
        dataPoints: metric.points.map(formatExponentialHistogramPoint),
        aggregationTemporality: formatTemporality(metric.temporality),
      }
    default:
      return { dataPoints: metric.points.map(formatSummaryPoint) }
  }
}

function formatTemporality(temporality: Temporality): number {
  return TEMPORALITIES.indexOf(temporality)
}
