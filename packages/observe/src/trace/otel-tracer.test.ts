import {
  diag,
  ROOT_CONTEXT,
  type Attributes,
  type Context,
  type Span as OtelSpan,
  type Tracer as OtelTracer,
} from '@opentelemetry/api'
import { expect, onTestFinished, test } from 'vitest'
import { InMemoryTelemetry } from '../testing/index.ts'
import { float64Attr, int64Attr, stringAttr, type Attribute } from './attribute.ts'
import { otelTracer } from './otel-tracer.ts'
import { spanContextOf } from './span.ts'
import { noopTracer } from './tracer.ts'

test.each(['internal', 'server', 'client', 'producer', 'consumer'] as const)(
  'a span is of kind %s when it is started so',
  (kind) => {
    const { tracer, spans } = new InMemoryTelemetry()

    tracer.start(ROOT_CONTEXT, 'work', { kind })[1].end()

    expect(spans[0]?.kind).toBe(kind)
  },
)

test('a span without options is internal and begins a trace', () => {
  const { tracer, spans } = new InMemoryTelemetry()

  tracer.start(ROOT_CONTEXT, 'work')[1].end()

  expect(spans[0]).toMatchObject({ kind: 'internal', status: { code: 'unset' } })
  expect(spans[0]?.parentSpanId).toBeUndefined()
})

test('a root span begins a trace of its own and links to where it was asked for', () => {
  const { tracer, spans } = new InMemoryTelemetry()
  const [context, outer] = tracer.start(ROOT_CONTEXT, 'outer')
  const asked = outer.otel.spanContext()

  tracer.start(context, 'own', { root: true, links: [{ context: asked }] })[1].end()

  expect(spans[0]?.traceId).not.toBe(asked.traceId)
  expect(spans[0]?.links).toMatchObject([{ traceId: asked.traceId, spanId: asked.spanId }])
})

test('a span keeps the nanoseconds of the times it is given', () => {
  const { tracer, spans } = new InMemoryTelemetry()
  const startTimeUnixNano = 1_700_000_000_123_456_789n

  tracer.start(ROOT_CONTEXT, 'work', { startTimeUnixNano })[1].end(startTimeUnixNano + 1n)

  expect(spans[0]).toMatchObject({
    startTimeUnixNano,
    endTimeUnixNano: startTimeUnixNano + 1n,
  })
})

test('a span ends once', () => {
  const { tracer, spans } = new InMemoryTelemetry()
  const [, span] = tracer.start(ROOT_CONTEXT, 'work')

  span.end()
  span.end()

  expect(spans).toHaveLength(1)
})

test('a status that is ok stays ok, and a failed one keeps why', () => {
  const { tracer, spans } = new InMemoryTelemetry()
  const [, good] = tracer.start(ROOT_CONTEXT, 'good')
  const [, bad] = tracer.start(ROOT_CONTEXT, 'bad')

  good.setStatus('ok')
  good.setStatus('error', 'too late')
  bad.setStatus('error', 'no stock')
  good.end()
  bad.end()

  expect(spans.map(({ status }) => status)).toEqual([
    { code: 'ok' },
    { code: 'error', message: 'no stock' },
  ])
})

test('nothing is recorded as an error when nothing was thrown', () => {
  const { tracer, spans } = new InMemoryTelemetry()
  const [, span] = tracer.start(ROOT_CONTEXT, 'work')

  span.recordError(undefined)
  span.recordError(null)
  span.end()

  expect(spans[0]).toMatchObject({ events: [], status: { code: 'unset' } })
})

test('a span tells its ids, and one of the no-op tracer has none to tell', () => {
  const { tracer, spans } = new InMemoryTelemetry()
  const [, span] = tracer.start(ROOT_CONTEXT, 'work')
  span.end()

  expect(spanContextOf(span)).toMatchObject({
    traceId: spans[0]?.traceId,
    spanId: spans[0]?.spanId,
  })
  expect(spanContextOf(noopTracer.start(ROOT_CONTEXT, 'work')[1])).toBeUndefined()
})

test('a tracer that does not know exact numbers gets numbers and texts, and loses none', () => {
  const seen: Attributes[] = []
  const attributes = [float64Attr('ratio', 1), int64Attr('bytes', 2n ** 60n)]

  const [, span] = otelTracer(plainTracer(seen)).start(ROOT_CONTEXT, 'work', { attributes })
  span.setAttributes(...attributes)
  span.addEvent('event', ...attributes)

  const plain = { ratio: 1, bytes: '1152921504606846976' }
  expect(seen).toEqual([plain, plain, plain])
})

test('what a tracer throws leaves the work untraced, and is told to diag', () => {
  const told = captureDiag()
  const tracer = otelTracer({ ...plainTracer([]), startSpan: () => fail('no tracer') })

  const [context, span] = tracer.start(ROOT_CONTEXT, 'work')
  span.end()

  expect(context).toBe(ROOT_CONTEXT)
  expect(spanContextOf(span)).toBeUndefined()
  expect(told).toEqual([['@hopscope/observe: starting a span failed', new Error('no tracer')]])
})

test('what a span throws does not reach the work', () => {
  const told = captureDiag()
  const [, span] = otelTracer(throwingTracer()).start(ROOT_CONTEXT, 'work')

  span.setStatus('ok')
  span.setAttributes(stringAttr('k', 'v'))
  span.addEvent('event')
  span.recordError(new Error('work'))
  span.end()

  expect(told.map(([message]) => message)).toEqual([
    '@hopscope/observe: setting a status failed',
    '@hopscope/observe: setting attributes failed',
    '@hopscope/observe: adding an event failed',
    '@hopscope/observe: recording an error failed',
    '@hopscope/observe: ending a span failed',
  ])
})

test('attributes that are none are passed over', () => {
  const { tracer, spans } = new InMemoryTelemetry()
  // What JavaScript calls with.
  const none = [undefined, null, {}] as readonly unknown[] as readonly Attribute[]

  const [, span] = tracer.start(ROOT_CONTEXT, 'work', { attributes: none })
  span.setAttributes(...none, stringAttr('k', 'v'))
  span.end()

  expect(spans[0]?.attributes).toEqual({ k: 'v' })
})

test('a context that is none still gives a span to work with', () => {
  captureDiag()
  const { tracer } = new InMemoryTelemetry()

  const nowhere: unknown = undefined
  const [, span] = tracer.start(nowhere as Context, 'work')

  expect(() => span.end()).not.toThrow()
})

/** A tracer as an SDK's is: it has never heard of anything but OpenTelemetry's API. */
function plainTracer(seen: Attributes[]): OtelTracer {
  const span: OtelSpan = {
    ...spanThat(() => {}),
    setAttributes(attributes) {
      seen.push(attributes)
      return span
    },
    addEvent(_, attributes) {
      seen.push(attributes as Attributes)
      return span
    },
  }
  return {
    startSpan(_, options) {
      seen.push(options?.attributes ?? {})
      return span
    },
    startActiveSpan: () => fail('not needed'),
  }
}

function throwingTracer(): OtelTracer {
  const span = spanThat(() => fail('no span'))
  return { startSpan: () => span, startActiveSpan: () => fail('not needed') }
}

/** A span of OpenTelemetry's API each of whose methods does `work`. */
function spanThat(work: () => void): OtelSpan {
  const chained = (): OtelSpan => {
    work()
    return span
  }
  const span: OtelSpan = {
    spanContext: () => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }),
    isRecording: () => true,
    setAttribute: chained,
    setAttributes: chained,
    addEvent: chained,
    addLink: chained,
    addLinks: chained,
    setStatus: chained,
    updateName: chained,
    recordException: work,
    end: work,
  }
  return span
}

function fail(message: string): never {
  throw new Error(message)
}

/** What is told to `diag` until the test is over. */
function captureDiag(): unknown[][] {
  const told: unknown[][] = []
  const error = (...what: unknown[]): void => void told.push(what)
  const ignore = (): void => {}
  diag.setLogger({ error, warn: ignore, info: ignore, debug: ignore, verbose: ignore })
  onTestFinished(() => diag.disable())
  return told
}
