import type { JourneyView } from '../../api/journey-view.ts'
import type { SpanDetail, TraceEvents } from '../../api/span-detail.ts'
import type { TopologyView } from '../../api/topology-view.ts'
import type { TraceView } from '../../api/trace-view.ts'
import { ClientError } from './client-error.ts'
import { fetchJson } from './fetch-json.ts'

/** Where the page of a trace has its answers from: the viewer, or the very file that the page is. */
export interface TraceSource {
  readonly view: (traceId: string, signal?: AbortSignal) => Promise<TraceView>
  readonly journey: (traceId: string, signal?: AbortSignal) => Promise<JourneyView>
  readonly map: (traceId: string, signal?: AbortSignal) => Promise<TopologyView>
  readonly events: (traceId: string, signal?: AbortSignal) => Promise<TraceEvents>
  readonly span: (traceId: string, spanId: string, signal?: AbortSignal) => Promise<SpanDetail>
  /** Whether the viewer is there: for exports, live changes and links to other pages. */
  readonly isLive: boolean
}

/** All that a single-file export of a trace holds, in `<script type="application/json" id="hopscope-trace">`. */
export interface EmbeddedTrace {
  readonly view: TraceView
  readonly journey: JourneyView
  readonly map: TopologyView
  readonly events: TraceEvents
  /** By span id. */
  readonly spans: Readonly<Record<string, SpanDetail>>
}

/** The id of the element that holds an {@link EmbeddedTrace}. */
const EMBEDDED_ID = 'hopscope-trace'

/** The trace that this page carries; nothing on a page that the viewer serves. */
export function readEmbedded(): EmbeddedTrace | undefined {
  const text = document.getElementById(EMBEDDED_ID)?.textContent
  return text === undefined || text === null ? undefined : (JSON.parse(text) as EmbeddedTrace)
}

/** Answers of the viewer's API. */
const apiSource: TraceSource = {
  view: (traceId, signal) => ask(traceId, '', signal),
  journey: (traceId, signal) => ask(traceId, '/journey', signal),
  map: (traceId, signal) => ask(traceId, '/map', signal),
  events: (traceId, signal) => ask(traceId, '/events', signal),
  span: (traceId, spanId, signal) => ask(traceId, `/spans/${encodeURIComponent(spanId)}`, signal),
  isLive: true,
}

/** Answers out of the page itself. */
export function embeddedSource(trace: EmbeddedTrace): TraceSource {
  return {
    view: () => Promise.resolve(trace.view),
    journey: () => Promise.resolve(trace.journey),
    map: () => Promise.resolve(trace.map),
    events: () => Promise.resolve(trace.events),
    span(_traceId, spanId) {
      const span = Object.hasOwn(trace.spans, spanId) ? trace.spans[spanId] : undefined
      return span === undefined
        ? Promise.reject(
            new ClientError('NOT_FOUND', `span ${spanId} is not in this file`, { status: 404 }),
          )
        : Promise.resolve(span)
    },
    isLive: false,
  }
}

/** The source of this page. */
export function traceSource(): TraceSource {
  return current
}

/** Decides where traces come from; called once, before anything is drawn. */
export function setTraceSource(source: TraceSource): void {
  current = source
}

let current: TraceSource = apiSource

function ask<T>(traceId: string, rest: string, signal: AbortSignal | undefined): Promise<T> {
  const path = `/api/v1/traces/${encodeURIComponent(traceId)}${rest}`
  return fetchJson<T>(path, signal === undefined ? {} : { signal })
}
