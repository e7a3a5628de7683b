import { spanFact, type Fact } from './fact.ts'

/**
 * The facts in OTLP JSON. It is read here by itself, and not by the codec that is tested.
 */
export function otlpFacts(json: OtlpJson): readonly Fact[] {
  return [
    ...(json.resourceSpans ?? []).flatMap(spanFacts),
    ...(json.resourceLogs ?? []).flatMap(logFacts),
    ...(json.resourceMetrics ?? []).flatMap(metricFacts),
  ]
}

/** A request of any signal, as far as it is checked. */
export interface OtlpJson {
  readonly resourceSpans?: readonly ResourceSpansJson[]
  readonly resourceLogs?: readonly ResourceLogsJson[]
  readonly resourceMetrics?: readonly ResourceMetricsJson[]
}

interface ResourceSpansJson extends WithResource {
  readonly scopeSpans: readonly { readonly spans: readonly SpanJson[] }[]
}

interface ResourceLogsJson extends WithResource {
  readonly scopeLogs: readonly { readonly logRecords: readonly LogJson[] }[]
}

interface ResourceMetricsJson extends WithResource {
  readonly scopeMetrics: readonly { readonly metrics: readonly MetricJson[] }[]
}

interface WithResource {
  readonly resource?: { readonly attributes?: readonly AttributeJson[] }
}

interface AttributeJson {
  readonly key: string
  readonly value: { readonly stringValue?: string }
}

interface SpanJson {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
}

interface LogJson {
  readonly severityNumber?: number
  readonly body?: { readonly stringValue?: string }
  readonly traceId?: string
  readonly spanId?: string
}

interface MetricJson {
  readonly name: string
  readonly sum?: { readonly dataPoints: readonly NumberJson[] }
  readonly gauge?: { readonly dataPoints: readonly NumberJson[] }
  readonly histogram?: { readonly dataPoints: readonly HistogramJson[] }
}

interface NumberJson {
  readonly asInt?: string | number
  readonly asDouble?: number
}

interface HistogramJson {
  readonly count?: string | number
  readonly sum?: number
}

function spanFacts({ resource, scopeSpans }: ResourceSpansJson): readonly Fact[] {
  const service = serviceOf(resource)
  return scopeSpans.flatMap(({ spans }) => spans.map((span) => spanFact({ ...span, service })))
}

function logFacts({ resource, scopeLogs }: ResourceLogsJson): readonly Fact[] {
  const service = serviceOf(resource)
  return scopeLogs.flatMap(({ logRecords }) =>
    logRecords.map(({ body, severityNumber, traceId, spanId }): Fact => {
      const place = traceId ? `${traceId} ${spanId}` : 'in no span'
      const text = `${service}, ${severityNumber ?? 0} ${body?.stringValue ?? ''}, ${place}`
      return { signal: 'logs', text, traceId }
    }),
  )
}

function metricFacts({ resource, scopeMetrics }: ResourceMetricsJson): readonly Fact[] {
  const service = serviceOf(resource)
  return scopeMetrics.flatMap(({ metrics }) =>
    metrics.flatMap((metric) =>
      valuesOf(metric).map((value): Fact => ({
        signal: 'metrics',
        text: `${service}, ${metric.name} ${value}`,
      })),
    ),
  )
}

function valuesOf({ sum, gauge, histogram }: MetricJson): readonly string[] {
  const numbers = [...(sum?.dataPoints ?? []), ...(gauge?.dataPoints ?? [])]
  return [
    ...numbers.map(({ asInt, asDouble }) => String(asInt ?? asDouble ?? 0)),
    ...(histogram?.dataPoints ?? []).map(({ count, sum }) => `${count ?? 0} of ${sum ?? 0} in all`),
  ]
}

function serviceOf(resource: WithResource['resource']): string {
  const found = resource?.attributes?.find(({ key }) => key === 'service.name')
  return found?.value.stringValue ?? ''
}
