import { decodeLogs, decodeMetrics, decodeTraces } from '@hopscope/observe/otlp'

/** What a request holds. */
export interface Content {
  /** The trace id of each span, the body of each log record, the `id` of each data point. */
  readonly ids: readonly string[]
  /** The names of its spans. */
  readonly names: ReadonlySet<string>
}

/** What a request to a path holds, which is OTLP as protobuf. */
export function contentOf(path: string, body: Uint8Array): Content {
  if (path === '/v1/traces') return contentOfTraces(body)
  const ids = path === '/v1/logs' ? idsOfLogs(body) : idsOfMetrics(body)
  return { ids, names: new Set() }
}

function contentOfTraces(body: Uint8Array): Content {
  const spans = (decodeTraces(body)?.resourceSpans ?? [])
    .flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap((scope) => scope.spans)
  return {
    ids: spans.map(({ traceId }) => traceId),
    names: new Set(spans.map(({ name }) => name)),
  }
}

function idsOfLogs(body: Uint8Array): readonly string[] {
  return (decodeLogs(body)?.resourceLogs ?? [])
    .flatMap(({ scopeLogs }) => scopeLogs)
    .flatMap(({ logRecords }) => logRecords)
    .flatMap(({ body }) => (typeof body === 'string' ? [body] : []))
}

function idsOfMetrics(body: Uint8Array): readonly string[] {
  return (decodeMetrics(body)?.resourceMetrics ?? [])
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap(({ metrics }) => metrics)
    .flatMap(({ points }) => [...points])
    .map(({ attributes }) => attributes['id'])
    .filter((id) => typeof id === 'string')
}
