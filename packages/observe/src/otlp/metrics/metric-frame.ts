import type { Frame } from '../frames/frame.ts'
import type { MetricData, ResourceMetrics, ScopeMetrics } from './model.ts'

/** Metrics as OTLP frames them. */
export const METRIC_FRAME: Frame<MetricData, ScopeMetrics, ResourceMetrics> = {
  names: { sources: 'resourceMetrics', scopes: 'scopeMetrics', items: 'metrics' },
  scopesOf: ({ scopeMetrics }) => scopeMetrics,
  itemsOf: ({ metrics }) => metrics,
  toSourced: (head, scopeMetrics) => ({ ...head, scopeMetrics }),
  toScoped: (head, metrics) => ({ ...head, metrics }),
}
