import type { AttributeMap, ResourceSpans, SpanData } from '@hopscope/observe/otlp'
import { textOfValue } from '../../trace/attribute.ts'
import { lanes } from './lanes.ts'

/**
 * A trace in Chrome's format, which Perfetto reads: a process for each service or server, in as many
 * lanes as it did things at once, and an arrow where one process went on with what another began.
 */
export function toChromeTrace(resourceSpans: readonly ResourceSpans[]): ChromeTrace {
  const servers = serverNames(resourceSpans)
  const entries = resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const process = processOf(resource.attributes, servers)
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => ({ process, span })))
  })
  const first = entries.reduce(
    (least, { span }) => (span.startTimeUnixNano < least ? span.startTimeUnixNano : least),
    entries[0]?.span.startTimeUnixNano ?? 0n,
  )
  const placed = [...Map.groupBy(entries, ({ process }) => process).values()].flatMap(
    (members, index) =>
      placeIn(
        members.map(({ span }) => span),
        index + 1,
      ),
  )
  const byId = new Map(placed.map((each) => [each.span.spanId, each]))
  const processes = [...new Set(entries.map(({ process }) => process))]
  return {
    displayTimeUnit: 'ms',
    otherData: { startUnixNano: first.toString() },
    traceEvents: [
      ...processes.map((name, index) => processName(name, index + 1)),
      ...placed.flatMap((each) => [toSlice(each, first), ...toInstants(each, first)]),
      ...placed.flatMap((each) => toFlow(each, byId, first)),
    ],
  }
}

export interface ChromeTrace {
  readonly displayTimeUnit: 'ms'
  readonly otherData: Readonly<Record<string, string>>
  readonly traceEvents: readonly ChromeEvent[]
}

interface ChromeEvent {
  /** `X` a slice, `i` an instant, `s` and `f` the ends of an arrow, `M` a name. */
  readonly ph: 'X' | 'i' | 's' | 'f' | 'M'
  readonly name: string
  readonly pid: number
  readonly tid: number
  /** Microseconds since the begin of the trace. */
  readonly ts?: number
  readonly dur?: number
  readonly cat?: string
  readonly id?: string
  readonly s?: 't'
  readonly bp?: 'e'
  readonly args?: { readonly [key: string]: string }
}

interface Placed {
  readonly span: SpanData
  readonly pid: number
  readonly tid: number
}

function placeIn(spans: readonly SpanData[], pid: number): readonly Placed[] {
  return lanes(spans).map(({ span, lane }) => ({ span, pid, tid: lane + 1 }))
}

function processName(name: string, pid: number): ChromeEvent {
  return { ph: 'M', name: 'process_name', pid, tid: 0, args: { name } }
}

function toSlice({ span, pid, tid }: Placed, first: bigint): ChromeEvent {
  const { startTimeUnixNano, endTimeUnixNano, kind, name, status } = span
  return {
    ph: 'X',
    name,
    cat: status.code === 'error' ? `${kind},error` : kind,
    pid,
    tid,
    ts: micros(startTimeUnixNano - first),
    dur: Math.max(0, micros(endTimeUnixNano - startTimeUnixNano)),
    args: {
      ...texts(span.attributes),
      'span id': span.spanId,
      ...(status.message !== undefined && { 'status message': status.message }),
    },
  }
}

function toInstants({ span, pid, tid }: Placed, first: bigint): readonly ChromeEvent[] {
  return span.events.map(({ name, timeUnixNano, attributes }) => {
    const ts = micros(timeUnixNano - first)
    return { ph: 'i', name, pid, tid, ts, s: 't', args: texts(attributes) }
  })
}

function toFlow(
  to: Placed,
  byId: ReadonlyMap<string, Placed>,
  first: bigint,
): readonly ChromeEvent[] {
  const { span, pid, tid } = to
  const from = span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId)
  if (!from || from.pid === pid) return []
  const head = { name: 'message', cat: 'message', id: span.spanId } as const
  const start = micros(from.span.startTimeUnixNano - first)
  const end = micros(span.startTimeUnixNano - first)
  return [
    { ph: 's', ...head, pid: from.pid, tid: from.tid, ts: start },
    { ph: 'f', bp: 'e', ...head, pid, tid, ts: end },
  ]
}

function texts(attributes: SpanData['attributes']): { readonly [key: string]: string } {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key, textOfValue(value)]),
  )
}

// All servers have one service name, and are processes of their own.
function processOf(resource: AttributeMap, servers: ReadonlyMap<string, string>): string {
  const { 'service.name': service, 'service.instance.id': instance } = resource
  const server = typeof instance === 'string' ? servers.get(instance) : undefined
  if (service === 'nats-server' && server !== undefined) return server
  return typeof service === 'string' ? service : 'unknown_service'
}

/** The names of servers by their ids. */
function serverNames(resourceSpans: readonly ResourceSpans[]): ReadonlyMap<string, string> {
  return new Map(
    resourceSpans.flatMap(({ resource, scopeSpans }) => {
      const instance = resource.attributes['service.instance.id']
      const name = scopeSpans
        .flatMap(({ spans }) => spans.map(({ attributes }) => attributes['nats.server.name']))
        .find((each) => typeof each === 'string')
      return typeof instance === 'string' && name !== undefined ? [[instance, name]] : []
    }),
  )
}

function micros(nanos: bigint): number {
  return Number(nanos) / 1000
}
