import type { HandlerView, Observed, Outcome, ProcessView, Write } from '../observed/observed.ts'
import { valuesOf } from '../wire/frame.ts'
import type { Send } from './conversation.ts'
import type { Fixture, HandlerCall, RecordedSpan, WireMessage } from './fixture.ts'

/** What was observed when the fixture was recorded. */
export function observeRecorded(fixture: Fixture, sends: readonly Send[]): Observed {
  return {
    writes: writesOf(fixture, sends),
    got: sends.map(({ message }) => message),
    reads: sends.map(({ written, isServed }) => (isServed ? written : undefined)),
    handlers: (fixture.handlerSaw ?? []).map((call) => toHandlerView(call, sends)),
    processes: fixture.spans
      .filter(({ kind }) => kind === 'CONSUMER')
      .toSorted((a, b) => placeOf(a) - placeOf(b))
      .map((span) => toProcessView(span, sends)),
    more: {},
  }
}

function writesOf(fixture: Fixture, sends: readonly Send[]): readonly Write[] {
  if (sends.length > 0) return sends.map((send) => toWrite(fixture, send, sends))

  // Without a tap there is only the span to go by.
  return fixture.spans
    .filter(({ kind }) => kind === 'PRODUCER' || kind === 'CLIENT')
    .map((span) => ({
      traceparentOf: 'nobody',
      span: toSpanView(span, fixture),
      ...outcomeOf(fixture.result),
    }))
}

function toWrite(fixture: Fixture, send: Send, sends: readonly Send[]): Write {
  const { message, isForeign, to } = send
  if (isForeign) return { traceparentOf: 'nobody' }

  const sender = fixture.spans.find(({ spanId }) => isIn(message, spanId))
  const isSend = sender?.kind === 'PRODUCER' || sender?.kind === 'CLIENT'
  return {
    message,
    traceparentOf: sender ? (isSend ? 'the span of the send' : 'the active span') : 'nobody',
    ...(sender && isSend && { span: toSpanView(sender, fixture) }),
    ...(to.kind === 'rpc' && outcomeOf(resultOf(fixture.result, to.pattern, sends))),
  }
}

/** Whether the span id is the parent in `traceparent`. */
function isIn(message: WireMessage, spanId: string): boolean {
  return valuesOf(message, 'traceparent').some((value) => value.split('-')[2] === spanId)
}

function toSpanView(span: RecordedSpan, { spans }: Fixture): NonNullable<Write['span']> {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
  return {
    kind: span.kind,
    status: span.status.code === 'ERROR' ? 'error' : 'ok',
    parent: parent ? 'the active span' : 'none',
  }
}

// Of one call the result itself; of several by their patterns, by themselves or under `replies`.
function resultOf(result: unknown, pattern: string, sends: readonly Send[]): unknown {
  if (sends.filter(({ to }) => to.kind === 'rpc').length === 1) return result
  const all = (result ?? {}) as Readonly<Record<string, unknown>>
  return ((all['replies'] ?? all) as Readonly<Record<string, unknown>>)[pattern]
}

function outcomeOf(result: unknown): { readonly outcome?: Outcome } {
  const { ok, err } = (result ?? {}) as { readonly ok?: unknown; readonly err?: RecordedError }
  if (err?.__error !== undefined) return { outcome: { failed: codeOf(err) } }
  if (err !== undefined) return { outcome: { rejected: err } }
  if (ok === undefined) return {}
  return { outcome: { resolved: ok === '__EMPTY' ? '(empty)' : ok } }
}

interface RecordedError {
  readonly __error?: string
  readonly message?: string
}

// The errors of nestjs-jetstream are those of its libraries; ours have codes.
function codeOf({ __error, message = '' }: RecordedError): string {
  if (message === 'timeout' || message === 'rpc.timeout') return 'RPC_TIMEOUT'
  if (message.startsWith('no responders')) return 'RPC_NO_RESPONDERS'
  if (__error === 'SyntaxError') return 'PAYLOAD_INVALID'
  if (message === 'jetstream is not enabled') return 'PUBLISH_FAILED'
  return `${__error}: ${message}`
}

function toHandlerView(call: HandlerCall, sends: readonly Send[]): HandlerView {
  const [, traceId = '', , flags] = call.activeTraceparent?.split('-') ?? []
  return {
    subject: call.subject,
    data: call.data === '__undefined' ? '(empty)' : call.data,
    callerName: call.callerName,
    deliveryCount: call.deliveryCount,
    trace: traceOf(traceId, sends),
    isSampled: flags === '01',
    baggage: call.baggage,
  }
}

/** What a handler is told of: the trace of a message, or one of its own. */
export function traceOf(traceId: string, sends: readonly Send[]): string {
  if (traceId === '') return 'none'
  const isSent = sends.some(({ message }) =>
    valuesOf(message, 'traceparent').some((value) => value.split('-')[1] === traceId),
  )
  return isSent ? `of a message: ${traceId}` : 'a new one'
}

function placeOf({ attributes }: RecordedSpan): number {
  const sequence = Number(attributes['messaging.nats.message.stream_sequence'] ?? 0)
  return sequence * 1000 + Number(attributes['messaging.nats.message.delivery_count'] ?? 0)
}

function toProcessView(span: RecordedSpan, sends: readonly Send[]): ProcessView {
  return {
    parent: parentOf(span.parentSpanId, sends),
    traceState: span.traceState,
    status: span.status.code === 'ERROR' ? 'error' : 'ok',
    subject: span.attributes['messaging.destination.name'] as string,
    messageId: span.attributes['messaging.message.id'],
    deliveryCount: span.attributes['messaging.nats.message.delivery_count'],
    stream: span.attributes['messaging.nats.stream.name'],
  }
}

/** Whom a span is below: who sent a message, nobody, or somebody else. */
export function parentOf(spanId: string | null | undefined, sends: readonly Send[]): string {
  if (spanId === null || spanId === undefined) return 'none'
  return sends.some(({ message }) => isIn(message, spanId)) ? 'the sender' : 'another'
}
