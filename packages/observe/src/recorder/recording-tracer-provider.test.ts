import {
  createContextKey,
  createTraceState,
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { expect, test } from 'vitest'
import type { Scope, SpanData } from '../otlp/model.ts'
import { recordingTracerProvider, type RecorderOptions } from './recording-tracer-provider.ts'
import type { Runtime } from './runtime.ts'
import { alwaysOff, parentBased } from './sampler.ts'
import { fixedAttributes } from './spans/fixed-attributes.ts'

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

test('a trace that begins here says that its id is random, and its spans keep that', () => {
  const tracer = recordingTracerProvider({ record: () => {} }).getTracer('test')

  const root = tracer.startSpan('root', {}, ROOT_CONTEXT)
  const child = tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, root))

  expect([root.spanContext().traceFlags, child.spanContext().traceFlags]).toEqual([3, 3])
})

test('the trace state of the parent is passed on', () => {
  const { tracer, ended } = recorder()
  const traceState = createTraceState('vendor=a')
  const remote = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, traceState }

  const span = tracer.startSpan('work', {}, trace.setSpanContext(ROOT_CONTEXT, remote))
  span.end()

  expect(span.spanContext().traceState?.serialize()).toBe('vendor=a')
  expect(ended[0]?.traceState).toBe('vendor=a')
})

test('a parent whose ids are invalid is none, and ids in upper case are read', () => {
  const { tracer, ended } = recorder()
  const start = (traceId: string, spanId: string) => {
    const remote = { traceId, spanId, traceFlags: 1 }
    tracer.startSpan('work', {}, trace.setSpanContext(ROOT_CONTEXT, remote)).end()
  }

  start('0'.repeat(32), 'b'.repeat(16))
  start('a'.repeat(31), 'b'.repeat(16))
  start('g'.repeat(32), 'b'.repeat(16))
  start('A'.repeat(32), 'B'.repeat(16))

  expect(ended.map(({ parentSpanId }) => parentSpanId)).toEqual([
    undefined,
    undefined,
    undefined,
    'b'.repeat(16),
  ])
})

test('nothing is recorded in a context that suppresses tracing', () => {
  const { tracer, ended } = recorder()
  const key = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

  const span = tracer.startSpan('work', {}, ROOT_CONTEXT.setValue(key, true))
  span.end()

  expect(span.isRecording()).toBe(false)
  expect(isSpanContextValid(span.spanContext())).toBe(false)
  expect(ended).toEqual([])
})

test('what the sampler refuses is passed on unsampled, and so are its children', () => {
  const { tracer, ended } = recorder({ sampler: parentBased(alwaysOff) })

  const root = tracer.startSpan('root', {}, ROOT_CONTEXT)
  const child = tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, root))
  child.end()
  root.end()

  expect([root.isRecording(), child.isRecording()]).toEqual([false, false])
  expect(child.spanContext()).toMatchObject({
    traceId: root.spanContext().traceId,
    traceFlags: 0,
  })
  expect(ended).toEqual([])
})

test('what is over a limit is cut, or dropped and counted', () => {
  const { tracer, ended } = recorder({
    limits: {
      maxAttributes: 2,
      maxEvents: 1,
      maxLinks: 0,
      maxEventAttributes: 1,
      maxValueLength: 3,
    },
  })
  const other = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 }

  const attributes = { a: 'abcd', b: ['abcd', 'ab😀'], c: 1 }
  const span = tracer.startSpan('work', { attributes, links: [{ context: other }] }, ROOT_CONTEXT)
  span.setAttribute('d', 1).setAttribute('a', 'new value')
  span.addEvent('one', { a: 1, b: 2, c: 3 }).addEvent('two')
  span.end()

  expect(ended[0]).toMatchObject({
    attributes: { a: 'new', b: ['abc', 'ab'] },
    droppedAttributesCount: 2,
    events: [{ name: 'one', attributes: { a: 1 }, droppedAttributesCount: 2 }],
    droppedEventsCount: 1,
    links: [],
    droppedLinksCount: 1,
  })
})

test('fixed attributes are like any others where a limit says how long they may be', () => {
  const { tracer, ended } = recorder({ limits: { maxAttributes: 1, maxValueLength: 2 } })

  tracer.startSpan('work', { attributes: fixedAttributes({ a: 'abc', b: 1 }) }, ROOT_CONTEXT).end()

  expect(ended[0]).toMatchObject({ attributes: { a: 'ab' }, droppedAttributesCount: 1 })
})

test('a link that leads nowhere is kept for its attributes only', () => {
  const { tracer, ended } = recorder()
  const context = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 }

  const links = [{ context }, { context, attributes: { why: 'unknown' } }]
  tracer.startSpan('work', { links }, ROOT_CONTEXT).end()

  expect(ended[0]?.links).toMatchObject([
    { traceId: context.traceId, spanId: context.spanId, attributes: { why: 'unknown' } },
  ])
  expect(ended[0]?.links).toHaveLength(1)
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

function recorder(options: Omit<RecorderOptions, 'runtime'> = {}) {
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
    options,
  )
  return { tracer: provider.getTracer('test', '1'), ended, scopes }
}
