import type { Msg } from '@nats-io/nats-core'
import { context, isSpanContextValid, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api'
import type { Backend, EndedSpan } from './backend.ts'
import type { Operation, World } from './operation.ts'
import type { Seen, SeenSpan } from './seen.ts'

/** Runs an operation below a span of another process, and tells what became of that span's trace. */
export async function runOperation(
  { run }: Operation,
  backend: Backend,
  { traced, plain }: Omit<World, 'note'>,
): Promise<Seen> {
  const messages: Msg[] = []
  const tap = plain.subscribe('>', { callback: (_, message) => void messages.push(message) })
  await plain.flush()

  const active = new Map<string, string | undefined>()
  const note = (place: string) => {
    const span = trace.getSpanContext(context.active())
    active.set(place, span && isSpanContextValid(span) ? span.spanId : undefined)
  }
  const before = backend.ended().length
  await context.with(trace.setSpanContext(ROOT_CONTEXT, ROOT), () => run({ traced, plain, note }))
  await traced.flush()
  await plain.flush()
  tap.unsubscribe()

  const spans = backend.ended().slice(before)
  const nameOf = namer(spans)
  return {
    spans: spans.map((span) => toSeen(span, nameOf)).toSorted(byText),
    messages: messages
      .filter(({ subject }) => !/^\$(JS|SYS|SRV)\./.test(subject))
      .map(({ subject, headers }) => ({
        subject: withoutId(subject),
        context: nameOf(headers?.get('traceparent').split('-')[2]),
      }))
      .toSorted(byText),
    active: Object.fromEntries([...active].map(([place, id]) => [place, nameOf(id)])),
  }
}

const ROOT = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
}

function namer(spans: readonly EndedSpan[]): (spanId: string | undefined) => string {
  const names = new Map(spans.map(({ spanContext, name }) => [spanContext.spanId, name]))
  return (spanId) => {
    if (spanId === undefined || spanId === '') return 'nothing'
    return spanId === ROOT.spanId ? 'root' : (names.get(spanId) ?? 'a span that never ended')
  }
}

function toSeen(span: EndedSpan, nameOf: (spanId: string | undefined) => string): SeenSpan {
  const { name, kind, statusCode, attributes, events, links } = span
  return {
    name,
    kind: ['internal', 'server', 'client', 'producer', 'consumer'][kind] ?? String(kind),
    parent: nameOf(span.parentSpanId),
    status: ['unset', 'ok', 'error'][statusCode] ?? String(statusCode),
    attributes: Object.fromEntries(
      Object.entries(attributes)
        .map(([key, value]) => [key, CHANGING.has(key) ? typeof value : withoutId(value)] as const)
        .toSorted(byText),
    ),
    events,
    links,
  }
}

// Another one in each run.
const CHANGING = new Set(['server.port', 'messaging.client.id'])

function withoutId<T>(value: T): T | string {
  if (typeof value !== 'string') return value
  return value.replace(/^_INBOX\..*/, '(inbox)').replace(/^(\$O\.\w+\.C)\..*/, '$1.(id)')
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}
