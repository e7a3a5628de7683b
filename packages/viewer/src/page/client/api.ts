import type { ImportResult } from '../../api/import-result.ts'
import type { DeadLetterList, MessageList, MessageView } from '../../api/message-view.ts'
import type { ProbeRequest, ProbeResult } from '../../api/probe-view.ts'
import type { ReplayResult } from '../../api/replay-result.ts'
import type { MetricList, ServiceGraph, ServiceList } from '../../api/service-view.ts'
import type { SessionLink } from '../../api/session-link.ts'
import type { FacetsView, StatusView } from '../../api/status-view.ts'
import type { TopologyView } from '../../api/topology-view.ts'
import type { TraceList } from '../../api/trace-summary.ts'
import { type TimeRange, toEpochMs } from '../router/time-range.ts'
import { fetchJson } from './fetch-json.ts'

/** What a list of traces is asked for. */
export interface TracesQuery extends TimeRange {
  /** In the query language; empty for all. */
  readonly q?: string
  readonly limit?: number
  /** `next` of the answer before. */
  readonly before?: string
  readonly sort?: 'newest' | 'slowest'
}

export function fetchTraces(query: TracesQuery, signal?: AbortSignal): Promise<TraceList> {
  const { q, limit, before, sort } = query
  return get(`/api/v1/traces${search({ ...times(query), q, limit, before, sort })}`, signal)
}

export function fetchFacets(range: TimeRange, signal?: AbortSignal): Promise<FacetsView> {
  return get(`/api/v1/facets${search(times(range))}`, signal)
}

/** Messages of one stream, or of all; the newest first. */
export function fetchMessages(
  query: TimeRange & {
    readonly stream?: string
    readonly before?: string
    readonly limit?: number
  },
  signal?: AbortSignal,
): Promise<MessageList> {
  const { stream, before, limit } = query
  return get(`/api/v1/messages${search({ ...times(query), stream, before, limit })}`, signal)
}

export function fetchMessage(
  stream: string,
  sequence: number,
  signal?: AbortSignal,
): Promise<MessageView> {
  return get(`/api/v1/messages/${encodeURIComponent(stream)}/${sequence}`, signal)
}

export function fetchDeadLetters(signal?: AbortSignal): Promise<DeadLetterList> {
  return get('/api/v1/dead-letters', signal)
}

/** Publishes a dead letter to its original subject again. */
export function replayDeadLetter(stream: string, sequence: number): Promise<ReplayResult> {
  return post(`/api/v1/dead-letters/${encodeURIComponent(stream)}/${sequence}/replay`, {})
}

export function fetchServices(range: TimeRange, signal?: AbortSignal): Promise<ServiceList> {
  return get(`/api/v1/services${search(times(range))}`, signal)
}

export function fetchServiceGraph(range: TimeRange, signal?: AbortSignal): Promise<ServiceGraph> {
  return get(`/api/v1/service-graph${search(times(range))}`, signal)
}

/** The map of a time range; that of one trace is told by a {@link TraceSource}. */
export function fetchMap(range: TimeRange, signal?: AbortSignal): Promise<TopologyView> {
  return get(`/api/v1/map${search(times(range))}`, signal)
}

export function fetchStatus(signal?: AbortSignal): Promise<StatusView> {
  return get('/api/v1/status', signal)
}

export function fetchMetrics(signal?: AbortSignal): Promise<MetricList> {
  return get('/api/v1/metrics', signal)
}

/** An address that lets one more browser in. */
export function createSessionLink(): Promise<SessionLink> {
  return post('/api/v1/links', {})
}

export function sendProbe(request: ProbeRequest): Promise<ProbeResult> {
  return post('/api/v1/probe', request)
}

/** Builds the index anew from the stream. */
export function rebuildIndex(): Promise<unknown> {
  return post('/api/v1/rebuild', {})
}

/** Adds the traces of a file: OTLP JSON, Jaeger JSON, or lines of server trace events. */
export function importTraces(text: string): Promise<ImportResult> {
  return post('/api/v1/import', text)
}

function get<T>(path: string, signal: AbortSignal | undefined): Promise<T> {
  return fetchJson<T>(path, signal === undefined ? {} : { signal })
}

function post<T>(path: string, body: unknown): Promise<T> {
  return fetchJson<T>(path, { body })
}

function times({ from, to }: TimeRange): Readonly<Record<string, number | undefined>> {
  const nowMs = Date.now()
  return { from: toEpochMs(from, nowMs), to: toEpochMs(to, nowMs) }
}

function search(values: Readonly<Record<string, string | number | undefined>>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== '') params.set(name, String(value))
  }
  const text = params.toString()

  return text === '' ? '' : `?${text}`
}
