import { context, diag, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import {
  boolAttr,
  contextWithParentInfo,
  float64Attr,
  int64Attr,
  noopTracer,
  parentInfoFromContext,
  stringAttr,
  withSpan,
} from '../index.ts'
import '../node/index.ts'
import { Double } from '../otlp/model.ts'
import { InMemoryTelemetry } from '../testing/index.ts'

test('withSpan makes its span active in all that the work awaits', async () => {
  const { tracer, spans } = new InMemoryTelemetry()

  await withSpan(tracer, 'outer', {}, async () => {
    await Promise.resolve()
    await withSpan(tracer, 'inner', {}, () => {})
  })

  const [inner, outer] = spans
  expect([inner?.name, inner?.parentSpanId]).toEqual(['inner', outer?.spanId])
  expect(trace.getSpan(context.active())).toBeUndefined()
})

test('withSpan records what its work throws and throws it on', async () => {
  const { tracer, spans } = new InMemoryTelemetry()

  const work = withSpan(tracer, 'work', { kind: 'client' }, () => {
    throw new RangeError('too far')
  })

  await expect(work).rejects.toThrow('too far')
  expect(spans[0]).toMatchObject({
    kind: 'client',
    status: { code: 'error', message: 'too far' },
    events: [{ name: 'exception', attributes: { 'exception.type': 'RangeError' } }],
  })
})

test('withSpan throws on what has no text', async () => {
  const { tracer, spans } = new InMemoryTelemetry()
  const thrown: unknown = Object.create(null)

  const work = withSpan(tracer, 'work', {}, () => {
    throw thrown
  })

  await expect(work).rejects.toBe(thrown)
  expect(spans[0]).toMatchObject({ status: { code: 'error', message: 'object' } })
})

test('work is done, and its outcome kept, with a tracer that throws against its promise', async () => {
  diag.disable()
  const broken = (): never => {
    throw new Error('no backend')
  }
  const brokenSpan = { ...noopTracer.start(ROOT_CONTEXT, '')[1], end: broken, recordError: broken }

  const unstarted = await withSpan({ start: broken }, 'work', {}, () => 7)
  const unended = await withSpan({ start: (same) => [same, brokenSpan] }, 'work', {}, () => 8)
  const failed = withSpan({ start: (same) => [same, brokenSpan] }, 'work', {}, () => {
    throw new RangeError('too far')
  })

  expect([unstarted, unended]).toEqual([7, 8])
  await expect(failed).rejects.toThrow('too far')
})

test('attributes keep their type', () => {
  const { tracer, spans } = new InMemoryTelemetry()

  const [, span] = tracer.start(ROOT_CONTEXT, 'work', {
    attributes: [
      stringAttr('s', 'x'),
      int64Attr('i', 7n),
      float64Attr('f', 1),
      boolAttr('b', true),
    ],
  })
  span.setAttributes(int64Attr('big', 2n ** 60n))
  span.end()

  expect(spans[0]?.attributes).toEqual({
    s: 'x',
    i: 7,
    f: new Double(1),
    b: true,
    big: 2n ** 60n,
  })
})

test('a span is ended by `using`', () => {
  const { tracer, spans } = new InMemoryTelemetry()

  {
    using span = tracer.start(ROOT_CONTEXT, 'scoped')[1]
    span.addEvent('inside')
  }

  expect(spans[0]).toMatchObject({ name: 'scoped', events: [{ name: 'inside' }] })
})

test('a remote parent is continued, and told from a local one', () => {
  const { tracer, spans } = new InMemoryTelemetry()
  const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }

  const remote = contextWithParentInfo(ROOT_CONTEXT, parent)
  const [local, span] = tracer.start(remote, 'work')
  span.end()

  expect(parentInfoFromContext(remote)).toEqual(parent)
  expect(parentInfoFromContext(local)).toBeUndefined()
  expect(spans[0]).toMatchObject({ traceId: parent.traceId, parentSpanId: parent.spanId })
})

test.each([
  ['a short trace id', 'a'.repeat(31), 'b'.repeat(16)],
  ['upper case', 'A'.repeat(32), 'b'.repeat(16)],
  ['a span id of zeros', 'a'.repeat(32), '0'.repeat(16)],
])('a parent with %s is refused', (_, traceId, spanId) => {
  expect(() => contextWithParentInfo(ROOT_CONTEXT, { traceId, spanId })).toThrow(
    expect.objectContaining({ code: 'PARENT_INVALID' }),
  )
})

test('the no-op tracer hands back the context it was given', () => {
  const [same, span] = noopTracer.start(ROOT_CONTEXT, 'nothing')
  span.recordError(new Error('nothing'))
  span.end()

  expect(same).toBe(ROOT_CONTEXT)
  expect(span.otel.isRecording()).toBe(false)
})
