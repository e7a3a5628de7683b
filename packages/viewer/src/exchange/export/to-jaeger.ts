import type {
  Resource,
  ResourceSpans,
  Scope,
  SpanData,
  SpanEvent,
  SpanLink,
} from '@hopscope/observe/otlp'
import { toJaegerTags, type JaegerTag } from './to-jaeger-tags.ts'

/**
 * A trace as Jaeger's page reads and saves it.
 *
 * Jaeger has microseconds, so that nanoseconds are lost; what OpenTelemetry has a place of its own for
 * becomes the tags that its exporters to Jaeger use.
 */
export function toJaeger(traceId: string, resourceSpans: readonly ResourceSpans[]): JaegerFile {
  const spans = resourceSpans.flatMap(({ scopeSpans }, index) =>
    scopeSpans.flatMap(({ scope, spans }) =>
      spans.map((span) => toSpan(span, scope, `p${index + 1}`)),
    ),
  )
  const processes = resourceSpans.map(({ resource }, index) => [
    `p${index + 1}`,
    toProcess(resource),
  ])
  return { data: [{ traceID: traceId, spans, processes: Object.fromEntries(processes) }] }
}

/** What `GET /api/traces/{id}` of Jaeger answers. */
export interface JaegerFile {
  readonly data: readonly [JaegerTrace]
}

interface JaegerTrace {
  readonly traceID: string
  readonly spans: readonly JaegerSpan[]
  readonly processes: { readonly [id: string]: JaegerProcess }
}

interface JaegerSpan {
  readonly traceID: string
  readonly spanID: string
  readonly operationName: string
  readonly references: readonly JaegerReference[]
  /** Microseconds since 1970. */
  readonly startTime: number
  /** Microseconds. */
  readonly duration: number
  readonly tags: readonly JaegerTag[]
  readonly logs: readonly { readonly timestamp: number; readonly fields: readonly JaegerTag[] }[]
  readonly processID: string
}

interface JaegerReference {
  readonly refType: 'CHILD_OF' | 'FOLLOWS_FROM'
  readonly traceID: string
  readonly spanID: string
}

interface JaegerProcess {
  readonly serviceName: string
  readonly tags: readonly JaegerTag[]
}

function toSpan(span: SpanData, scope: Scope, processID: string): JaegerSpan {
  const { traceId, spanId, startTimeUnixNano, endTimeUnixNano } = span
  return {
    traceID: traceId,
    spanID: spanId,
    operationName: span.name,
    references: toReferences(span),
    startTime: micros(startTimeUnixNano),
    duration: Math.max(0, micros(endTimeUnixNano) - micros(startTimeUnixNano)),
    tags: [...toJaegerTags(span.attributes), ...specialTags(span, scope)],
    logs: span.events.map(toLog),
    processID,
  }
}

function toReferences({ traceId, parentSpanId, links }: SpanData): readonly JaegerReference[] {
  const others = links.map(toReference)
  if (parentSpanId === undefined) return others
  return [{ refType: CHILD_OF, traceID: traceId, spanID: parentSpanId }, ...others]
}

const CHILD_OF = 'CHILD_OF' as const

function toReference({ traceId, spanId, attributes }: SpanLink): JaegerReference {
  const isChildOf = attributes['opentracing.ref_type'] === 'child_of'
  return { refType: isChildOf ? CHILD_OF : 'FOLLOWS_FROM', traceID: traceId, spanID: spanId }
}

function specialTags(
  { kind, status, traceState, attributes }: SpanData,
  scope: Scope,
): readonly JaegerTag[] {
  return [
    ...(kind === 'unspecified' ? [] : [text('span.kind', kind)]),
    ...(status.code === 'unset' ? [] : [text('otel.status_code', status.code.toUpperCase())]),
    // An attribute of that name says more, and of two tags with one name readers keep the last.
    ...(status.code === 'error' && !Object.hasOwn(attributes, 'error')
      ? [{ key: 'error', type: 'bool', value: true } as const]
      : []),
    ...(status.message === undefined ? [] : [text('otel.status_description', status.message)]),
    ...(scope.name === '' ? [] : [text('otel.scope.name', scope.name)]),
    ...(scope.version === undefined ? [] : [text('otel.scope.version', scope.version)]),
    ...(traceState === undefined ? [] : [text('w3c.tracestate', traceState)]),
  ]
}

function toLog({ name, timeUnixNano, attributes }: SpanEvent): JaegerSpan['logs'][number] {
  return {
    timestamp: micros(timeUnixNano),
    fields: [text('event', name), ...toJaegerTags(attributes)],
  }
}

function toProcess({ attributes }: Resource): JaegerProcess {
  const service = attributes['service.name']
  return {
    serviceName: typeof service === 'string' ? service : 'unknown_service',
    tags: toJaegerTags(attributes).filter(({ key }) => key !== 'service.name'),
  }
}

function text(key: string, value: string): JaegerTag {
  return { key, type: 'string', value }
}

function micros(unixNano: bigint): number {
  return Number(unixNano / 1000n)
}
