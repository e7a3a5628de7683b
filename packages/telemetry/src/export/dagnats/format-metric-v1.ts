import { Double, type MetricData, type NumberPoint, type PointHead } from '@hopscope/observe/otlp'
import { goJson, goTexts, goTime } from './go-text.ts'

/**
 * The points of a metric as the first DagNats wrote them, one message each.
 *
 * It knew single measurements only. What was added to a counter since the last time is one, and so is
 * the mean of a histogram; a sum that also shrinks is a gauge.
 */
export function formatDagnatsV1Metric(metric: MetricData, service: string): readonly string[] {
  return measurementsOf(metric).map(({ type, value, point }) =>
    goJson({
      name: metric.name,
      type,
      value,
      tags: goTexts(point.attributes),
      service,
      timestamp: goTime(point.timeUnixNano),
    }),
  )
}

interface MeasurementV1 {
  readonly type: 'counter' | 'histogram' | 'gauge'
  readonly value: number
  readonly point: PointHead
}

function measurementsOf(metric: MetricData): readonly MeasurementV1[] {
  switch (metric.type) {
    case 'gauge':
      return metric.points.map((point) => ({ type: 'gauge', value: numberOf(point), point }))
    case 'sum': {
      const type = metric.isMonotonic ? 'counter' : 'gauge'
      return metric.points.map((point) => ({ type, value: numberOf(point), point }))
    }
    default:
      return metric.points
        .filter(({ count }) => count > 0)
        .map((point) => ({
          type: 'histogram',
          value: (point.sum ?? 0) / point.count,
          point,
        }))
  }
}

function numberOf({ value }: NumberPoint): number {
  return value instanceof Double ? value.value : Number(value)
}
