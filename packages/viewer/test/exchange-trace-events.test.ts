import type { ResourceSpans, SpanData } from '@hopscope/observe/otlp'
import {
  decodeTraceEvent,
  flatten,
  spanRole,
  textOf,
  toSpans,
  type TraceEvent,
} from '@hopscope/path'
import { decodeTelemetry } from '@hopscope/telemetry/read'
import { expect, test } from 'vitest'
import { toTraceEvents } from '../src/exchange/export/to-trace-events.ts'
import { readImport } from '../src/exchange/import/read-import.ts'
import { eventsOf, scenarios } from '../../path/test/server-events.ts'
import { publish } from './build-span.ts'
import { recordedTrace } from './recorded-order.ts'

const CONTEXT = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  producerSpanId: 'b7ad6b7169203331',
}

test.each(scenarios())(
  'the events of $name, made of their spans, are the same spans',
  ({ name }) => {
    const events = eventsOf(name)
    const spans = events.flatMap((event) => toSpans(event, CONTEXT) ?? [])
    // A server's span is told by the id of the message, which the span of the one who sent it has.
    const senders = events.map((event) => senderOf(event))

    const again = eventsIn(toTraceEvents([...senders, ...spans]))

    expect(spansOf(again.flatMap((event) => toSpans(event, CONTEXT) ?? []))).toEqual(spansOf(spans))
  },
)

test('the servers of a recorded order are in its trace events, and can be imported', () => {
  const order = recordedTrace()

  const imported = readImport(new TextEncoder().encode(toTraceEvents(order)))

  expect(ofServers(imported.flatMap((record) => decodeTelemetry(record) ?? []))).toEqual(
    ofServers(order),
  )
  expect(ofServers(order)).not.toEqual([])
})

test('where no server told anything, there are no events', () => {
  expect(toTraceEvents([])).toBe('')
})

function senderOf(event: TraceEvent): ResourceSpans {
  const [span] = spansOf([toSpans(event, CONTEXT)].filter((spans) => spans !== undefined))
  const producer = textOf(span?.attributes ?? {}, 'nats.trace.producer') ?? ''
  const [messageId] = event.headers.get('Nats-Msg-Id') ?? []
  const attributes = messageId === undefined ? {} : { 'messaging.message.id': messageId }
  const { span: sent } = publish('sender', { attributes })
  return {
    resource: { attributes: { 'service.name': 'shop' } },
    scopeSpans: [{ scope: { name: 'test' }, spans: [{ ...sent, spanId: producer }] }],
  }
}

function eventsIn(text: string): readonly TraceEvent[] {
  return text.split('\n').flatMap((line) => decodeTraceEvent(new TextEncoder().encode(line)) ?? [])
}

/** Each span once, for servers may tell of something twice. */
function spansOf(resourceSpans: readonly ResourceSpans[]): readonly SpanData[] {
  const spans = Array.from(flatten(resourceSpans), ({ span }) => [span.spanId, span] as const)
  return [...new Map(spans).values()]
}

function ofServers(resourceSpans: readonly ResourceSpans[]): readonly SpanData[] {
  return [...flatten(resourceSpans)]
    .filter((entry) => spanRole(entry) === 'hop' || spanRole(entry) === 'store')
    .map(({ span }) => span)
    .toSorted((one, other) => (one.spanId < other.spanId ? -1 : 1))
}
