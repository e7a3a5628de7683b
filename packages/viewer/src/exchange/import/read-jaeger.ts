import type { ResourceSpans, Scope, SpanData } from '@hopscope/observe/otlp'
import { field, isJsonObject, listField, textField } from './json-fields.ts'
import { readJaegerSpan } from './read-jaeger-span.ts'
import { readTags, type Tags } from './read-jaeger-tags.ts'

/** Whether it looks like a trace as Jaeger's API and page have it. */
export function isJaegerTrace(json: unknown): json is object {
  return (
    isJsonObject(json) &&
    Array.isArray(field(json, 'spans')) &&
    isJsonObject(field(json, 'processes'))
  )
}

/**
 * The spans of a trace of Jaeger, by process and scope; a span whose ids are none is left out.
 *
 * Ids of 64 bits are made 128 bits long by zeros in front, as OpenTelemetry does.
 */
export function readJaegerTrace(json: object): readonly ResourceSpans[] {
  const found = listField(json, 'spans').flatMap((span) => readJaegerSpan(span) ?? [])
  const processes = field(json, 'processes')
  const byProcess = Map.groupBy(found, ({ processId }) => processId)
  return [...byProcess].map(([processId, spans]) => ({
    resource: { attributes: resourceTags(field(processes, processId)) },
    scopeSpans: toScopes(spans),
  }))
}

function resourceTags(process: unknown): Tags {
  const { tags } = readTags(listField(process, 'tags'))
  const map: { [key: string]: Tags[string] } = Object.assign(Object.create(null), tags)
  map['service.name'] = textField(process, 'serviceName') || 'unknown_service'
  return map
}

function toScopes(
  spans: readonly { readonly span: SpanData; readonly scope: Scope }[],
): ResourceSpans['scopeSpans'] {
  const byScope = Map.groupBy(spans, ({ scope }) => JSON.stringify([scope.name, scope.version]))
  return [...byScope.values()].flatMap((members) =>
    members.slice(0, 1).map(({ scope }) => ({ scope, spans: members.map(({ span }) => span) })),
  )
}
