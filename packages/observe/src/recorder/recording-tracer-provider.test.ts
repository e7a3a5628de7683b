import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import type { Scope, SpanData } from '../otlp/model.ts'
import { recordingTracerProvider } from './recording-tracer-provider.ts'
import type { Runtime } from './runtime.ts'

test('a span without a parent begins a sampled trace', () => {
  const { tracer, ended } = recorder()

  tracer.startSpan('work', { kind: SpanKind.SERVER }, ROOT_CONTEXT).end()

  expect(ended).toEqual([
    {
      traceId: '00000000000000000000000000000001',
      spanId: '0000000000000002',
      flags: 1,
      name: 'work',
      kind: 'server',
      startTimeUnixNano: 1_000n,
      endTimeUnixNano: 2_000n,
      attributes: {},
      events: [],
      links: [],
      status: { code: 'unset' },
    },
  ])
})

test('a span continues the trace of its parent and says whether that is remote', () => {
  const { tracer, ended } = recorder()
  const remote = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, isRemote: true }

  const parent = tracer.startSpan('parent', {}, trace.setSpanContext(ROOT_CONTEXT, remote))
  tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, parent)).end()
  parent.end()

  expect(
    ended.map(({ name, traceId, parentSpanId, flags }) => [name, traceId, parentSpanId, flags]),
  ).toEqual([
    ['child', remote.traceId, parent.spanContext().spanId, 0x101],
    ['parent', remote.traceId, remote.spanId, 0x301],
  ])
})

test('a trace that was not sampled elsewhere is passed on and not recorded', () => {
  const { tracer, ended } = recorder()
  const remote = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 0, isRemote: true }

  const span = tracer.startSpan('work', {}, trace.setSpanContext(ROOT_CONTEXT, remote))
  span.end()

  expect(span.isRecording()).toBe(false)
  expect(span.spanContext()).toMatchObject({ traceId: remote.traceId, traceFlags: 0 })
  expect(ended).toEqual([])
})

test('attributes, events, links and the status are kept', () => {
  const { tracer, ended } = recorder()
  const other = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 }

  const span = tracer.startSpan(
    'work',
    { attributes: { a: 1 }, links: [{ context: other }] },
    ROOT_CONTEXT,
  )
  span.setAttributes({ b: ['x', null], c: undefined }).addEvent('seen', { n: 2.5 })
  span.recordException(new TypeError('no'))
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'no' })
  span.end()

  expect(ended[0]).toMatchObject({
    attributes: { a: 1, b: ['x', null] },
    events: [
      { name: 'seen', attributes: { n: 2.5 } },
      {
        name: 'exception',
        attributes: { 'exception.type': 'TypeError', 'exception.message': 'no' },
      },
    ],
    links: [{ traceId: other.traceId, spanId: other.spanId, flags: 0x101 }],
    status: { code: 'error', message: 'no' },
  })
})

test('an ended span changes no more and is recorded once', () => {
  const { tracer, ended } = recorder()

  const span = tracer.startSpan('work', {}, ROOT_CONTEXT)
  span.end()
  span
    .setAttribute('late', true)
    .updateName('late')
    .addEvent('late')
    .setStatus({ code: SpanStatusCode.OK })
  span.end()

  expect(ended).toHaveLength(1)
  expect(ended[0]).toMatchObject({
    name: 'work',
    attributes: {},
    events: [],
    status: { code: 'unset' },
  })
})

test('a status of ok stays', () => {
  const { tracer, ended } = recorder()

  const span = tracer.startSpan('work', {}, ROOT_CONTEXT)
  span.setStatus({ code: SpanStatusCode.OK }).setStatus({ code: SpanStatusCode.ERROR })
  span.end()

  expect(ended[0]?.status).toEqual({ code: 'ok' })
})

test('more than 128 attributes, events or links are counted and dropped', () => {
  const { tracer, ended } = recorder()
  const other = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 }

  const span = tracer.startSpan('work', {}, ROOT_CONTEXT)
  for (let i = 0; i < 130; i++)
    span.setAttribute(`a${i}`, i).addEvent('e').addLink({ context: other })
  span.end()

  expect(ended[0]).toMatchObject({
    droppedAttributesCount: 2,
    droppedEventsCount: 2,
    droppedLinksCount: 2,
  })
  expect(Object.keys(ended[0]?.attributes ?? {})).toHaveLength(128)
})

test.each([
  ['an invalid date', new Date(Number.NaN)],
  ['no number', Number.NaN],
  ['no pair of numbers', [Number.NaN, 0] as [number, number]],
])('a span whose times are %s has those of the clock', (_, time) => {
  const { tracer, ended } = recorder()

  tracer.startSpan('work', { startTime: time }, ROOT_CONTEXT).end(time)

  expect(ended[0]).toMatchObject({ startTimeUnixNano: 1_000n, endTimeUnixNano: 2_000n })
})

test('fractions of a second and of a nanosecond are rounded', () => {
  const { tracer, ended } = recorder()

  tracer.startSpan('work', { startTime: [1.5, 0.4] }, ROOT_CONTEXT).end([2, 7.6])

  expect(ended[0]).toMatchObject({
    startTimeUnixNano: 1_500_000_000n,
    endTimeUnixNano: 2_000_000_008n,
  })
})

test('what JavaScript passes in place of a text or an error does not throw', () => {
  const { tracer, ended } = recorder()
  const nameless = Object.create(null)

  const span = tracer.startSpan(nameless, {}, ROOT_CONTEXT)
  span.addEvent(nameless)
  span.setStatus({ code: SpanStatusCode.ERROR, message: nameless })
  // @ts-expect-error the API wants an error, and JavaScript can throw nothing at all
  span.recordException(undefined)
  span.end()

  expect(ended[0]).toMatchObject({
    name: 'object',
    events: [{ name: 'object' }],
    status: { code: 'error', message: 'object' },
  })
})

function recorder() {
  const ended: SpanData[] = []
  const scopes: Scope[] = []
  let ids = 0
  let now = 0n
  const runtime: Runtime = {
    now: () => (now += 1_000n),
    newTraceId: () => (++ids).toString(16).padStart(32, '0'),
    newSpanId: () => (++ids).toString(16).padStart(16, '0'),
  }
  const provider = recordingTracerProvider(
    {
      record(span, scope) {
        ended.push(span)
        scopes.push(scope)
      },
    },
    runtime,
  )
  return { tracer: provider.getTracer('test', '1'), ended, scopes }
}
