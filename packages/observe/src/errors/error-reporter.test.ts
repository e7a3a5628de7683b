import { context, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import '../node/index.ts'
import { LEVELS } from '../log/level.ts'
import { InMemoryTelemetry } from '../testing/index.ts'
import { contextWithParentInfo } from '../trace/parent-info.ts'
import { noopErrorReporter } from './error-reporter.ts'

test('an error is recorded on the span of the context, and not logged', () => {
  const { tracer, errors, spans, logs } = new InMemoryTelemetry()
  const [context, span] = tracer.start(ROOT_CONTEXT, 'work')

  errors.captureError(context, new RangeError('too far'), { item: 'teapot' })
  span.end()

  expect(spans[0]).toMatchObject({
    status: { code: 'error', message: 'too far' },
    events: [{ name: 'exception', attributes: { 'exception.type': 'RangeError' } }],
    attributes: { item: 'teapot' },
  })
  expect(logs).toEqual([])
})

test('an error without a span is logged, with its tags as fields', () => {
  const { errors, logs } = new InMemoryTelemetry()
  const error = new RangeError('too far')

  errors.captureError(ROOT_CONTEXT, error, { item: 'teapot' })

  expect(logs).toMatchObject([
    { level: 'error', message: 'too far', fields: { item: 'teapot' }, error },
  ])
})

test('an error below a remote parent is logged with its ids, since that span is elsewhere', () => {
  const { errors, logs } = new InMemoryTelemetry()
  const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }

  errors.captureError(contextWithParentInfo(ROOT_CONTEXT, parent), new Error('lost'))

  expect(logs).toMatchObject([{ level: 'error', ...parent }])
})

test('an error in a trace that is not sampled is logged', () => {
  const telemetry = new InMemoryTelemetry()
  const { tracer, errors } = telemetry
  const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 0 }
  const [context] = tracer.start(contextWithParentInfo(ROOT_CONTEXT, parent), 'work')

  errors.captureError(context, new Error('lost'))

  expect(telemetry.logged('error')).toEqual(['lost'])
})

test('the context that is given counts, not the active one', () => {
  const { tracer, errors, spans } = new InMemoryTelemetry()
  const [given, span] = tracer.start(ROOT_CONTEXT, 'given')
  const [active, other] = tracer.start(ROOT_CONTEXT, 'active')

  context.with(active, () => errors.captureError(given, new Error('mine')))
  span.end()
  other.end()

  expect(spans.map(({ status }) => status.code)).toEqual(['error', 'unset'])
})

test('nothing is reported when nothing was thrown', () => {
  const { errors, logs } = new InMemoryTelemetry()

  errors.captureError(ROOT_CONTEXT, undefined)
  errors.captureError(ROOT_CONTEXT, null)

  expect(logs).toEqual([])
})

test('a message is an event of the span of the context', () => {
  const { tracer, errors, spans, logs } = new InMemoryTelemetry()
  const [context, span] = tracer.start(ROOT_CONTEXT, 'work')

  errors.captureMessage(context, 'slow', 'warn')
  span.end()

  expect(spans[0]?.events).toMatchObject([{ name: 'slow', attributes: { level: 'warn' } }])
  expect(spans[0]?.status).toEqual({ code: 'unset' })
  expect(logs).toEqual([])
})

test.each(LEVELS)('a message without a span is logged as %s when it is one', (level) => {
  const { errors, logs } = new InMemoryTelemetry()

  errors.captureMessage(ROOT_CONTEXT, 'slow', level)

  expect(logs).toMatchObject([{ level, message: 'slow' }])
})

test('a message is of level info unless another is given', () => {
  const telemetry = new InMemoryTelemetry()
  const { errors } = telemetry

  errors.captureMessage(ROOT_CONTEXT, 'started')

  expect(telemetry.logged('info')).toEqual(['started'])
})

test('a context that is none does not keep an error from the log', () => {
  const telemetry = new InMemoryTelemetry()
  const { errors } = telemetry
  const nowhere: unknown = undefined

  errors.captureError(nowhere as Context, new Error('lost'))

  expect(telemetry.logged('error')).toEqual(['lost'])
})

test('the no-op reporter reports nothing', () => {
  const { tracer, spans } = new InMemoryTelemetry()
  const [context, span] = tracer.start(ROOT_CONTEXT, 'work')

  noopErrorReporter.captureError(context, new Error('lost'))
  noopErrorReporter.captureMessage(context, 'slow')
  span.end()

  expect(trace.getSpan(context)).toBe(span.otel)
  expect(spans[0]).toMatchObject({ events: [], status: { code: 'unset' } })
})
