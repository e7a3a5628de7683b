import type { MetricList, MetricSeries } from '../../api/service-view.ts'
import type { AskContext } from './ask-context.ts'

/** The last value of each series, by service and name. */
export function listMetrics({ store, coverage }: AskContext): MetricList {
  const rows = store.database
    .prepare('SELECT * FROM metrics ORDER BY service, name, attributes LIMIT 10000')
    .all()
  return {
    series: rows.map(({ service, name, unit, type, attributes, value, count, at }) => ({
      service: String(service),
      name: String(name),
      unit: String(unit),
      type: toType(type),
      attributes: JSON.parse(String(attributes)),
      value: Number(value),
      ...(count !== null && { count: Number(count) }),
      atMs: Number(at),
    })),
    coverage,
  }
}

function toType(type: unknown): MetricSeries['type'] {
  return type === 'sum' || type === 'gauge' ? type : 'histogram'
}
