import { ROOT_CONTEXT } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { systemRuntime } from '../recorder/index.ts'
import { InMemoryTelemetry } from './in-memory-telemetry.ts'

test('spans are kept in the order in which they end', () => {
  const { tracer, spans } = new InMemoryTelemetry()
  const [context, outer] = tracer.start(ROOT_CONTEXT, 'outer')

  tracer.start(context, 'inner')[1].end()
  outer.end()

  expect(spans.map(({ name }) => name)).toEqual(['inner', 'outer'])
})

test('log records are kept, and their messages found by level', () => {
  const telemetry = new InMemoryTelemetry()

  telemetry.logger.info('one')
  telemetry.logger.warn('two')
  telemetry.logger.info('three')

  expect(telemetry.logged('info')).toEqual(['one', 'three'])
  expect(telemetry.logs.map(({ level }) => level)).toEqual(['info', 'warn', 'info'])
})

test('the values of a metric are found by name, and by tags', () => {
  const telemetry = new InMemoryTelemetry()
  const { metrics } = telemetry

  metrics.counter('orders', { shop: 'edge' }).inc()
  metrics.counter('orders', { shop: 'main' }).add(2)
  metrics.counter('orders').add(4)

  expect(telemetry.measured('orders')).toEqual([1, 2, 4])
  expect(telemetry.measured('orders', { shop: 'main' })).toEqual([2])
  expect(telemetry.measured('orders', {})).toEqual([4])
  expect(telemetry.measured('returns')).toEqual([])
})

test('what was reported is kept, and goes where a reporter sends it', () => {
  const telemetry = new InMemoryTelemetry()
  const error = new Error('lost')

  telemetry.errors.captureError(ROOT_CONTEXT, error, { item: 'teapot' })
  telemetry.errors.captureMessage(ROOT_CONTEXT, 'slow')

  expect(telemetry.reports).toEqual([
    { error, tags: { item: 'teapot' }, context: ROOT_CONTEXT },
    { message: 'slow', level: 'info', context: ROOT_CONTEXT },
  ])
  expect(telemetry.logs.map(({ message }) => message)).toEqual(['lost', 'slow'])
})

test('until waits for spans that are yet to end', async () => {
  const telemetry = new InMemoryTelemetry()
  const waiting = telemetry.until((spans) => spans.length === 2)

  telemetry.tracer.start(ROOT_CONTEXT, 'one')[1].end()
  telemetry.tracer.start(ROOT_CONTEXT, 'two')[1].end()

  await expect(waiting).resolves.toBeUndefined()
})

test('the clock of spans and logs is the one that was given', () => {
  const telemetry = new InMemoryTelemetry({
    now: () => 7n,
    newSpanId: systemRuntime.newSpanId,
    newTraceId: systemRuntime.newTraceId,
  })

  telemetry.logger.info('now')
  telemetry.tracer.start(ROOT_CONTEXT, 'now')[1].end()

  expect(telemetry.logs[0]?.timeUnixNano).toBe(7n)
  expect(telemetry.spans[0]?.startTimeUnixNano).toBe(7n)
})
