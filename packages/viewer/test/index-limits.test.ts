import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import type { IndexChange, TraceIndex } from '../src/trace-index/trace-index.ts'
import { span, spanIdOf, spansOf, traceIdOf } from './index-spans.ts'
import { ask, find, startTelemetry, store, untilRead } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

const SECRET = 'hunter2-not-to-be-kept'

test('the same span again changes nothing', async () => {
  await using index = await openTraceIndex()
  const records = [
    spansOf('shop', [span(1, 1), span(1, 2, { parentSpanId: spanIdOf(1) })]),
    spansOf('billing', [span(1, 3, { parentSpanId: spanIdOf(2) })]),
  ]
  await index.add(records)
  const before = await overview(index)

  const { spans } = await index.add(records)

  expect(spans).toBe(3)
  expect(await overview(index)).toEqual(before)
})

test('the oldest traces go when the index is larger than it may be', async () => {
  await using index = await openTraceIndex({ maxBytes: 1024 ** 2 })
  const batches = Array.from({ length: 15 }, (_, batch) => bulky(batch * 100))
  await Promise.all(batches.map((spans) => index.add([spansOf('shop', spans)])))
  await expect
    .poll(async () => (await ask(index, { type: 'index-status' })).bytes, { timeout: 60_000 })
    .toBeLessThan(1024 ** 2)

  const found = await find(index, 'service=shop')
  const { traces, spans } = await ask(index, { type: 'index-status' })
  expect(found[0]).toBe(traceIdOf(1_499))
  expect(await find(index, `trace=${traceIdOf(0)}`)).toEqual([])
  expect(traces).toBe(spans)
  expect(traces).toBeLessThan(1_500)
  expect(await find(index, 'attr.number=0')).toEqual([])
})

test('an index that had to drop traces of the stream says that it has not all of it, whatever goes on', async () => {
  await using telemetry = await startTelemetry()
  const { connection } = telemetry
  await store(connection, [spansOf('shop', [span(1, 1)]), spansOf('shop', [span(2, 2)])])
  await using index = await openTraceIndex({ connection, maxAgeMs: 2_000 })
  await untilRead(index, connection)
  await expect
    .poll(
      async () => {
        await store(connection, [spansOf('shop', [span(1, 1)])])
        return find(index, '')
      },
      { timeout: 60_000, interval: 200 },
    )
    .toEqual([traceIdOf(1)])

  const { coverage } = await ask(index, { type: 'traces', query: 'service=nobody' })
  expect(coverage.isComplete).toBe(false)
  expect(coverage.firstSequence).toBe(3)
})

test('spans of a trace beyond the limit are counted and not kept', async () => {
  await using index = await openTraceIndex({ maxSpansPerTrace: 10 })
  const numbers = Array.from({ length: 25 }, (_, at) => at)
  await index.add([
    spansOf(
      'shop',
      numbers.map((at) => span(1, at)),
    ),
  ])

  const view = await ask(index, { type: 'trace', traceId: traceIdOf(1) })

  expect(view.rows.parents).toHaveLength(10)
  expect(view.omittedSpans).toBe(15)
  expect(await ask(index, { type: 'index-status' })).toMatchObject({ spans: 10, dropped: 15 })
})

test('headers that look like secrets, and payloads, are in no file of the index', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-index-'))
  {
    await using index = await openTraceIndex({ path: join(folder, 'index.db') })
    await index.add([spansOf('shop', [secretive()])])
    const { attributes } = await ask(index, {
      type: 'span',
      traceId: traceIdOf(1),
      spanId: spanIdOf(1),
    })

    expect(Object.fromEntries(attributes.map(({ key, value }) => [key, value]))).toEqual({
      'messaging.header.authorization': '(masked)',
      'messaging.header.x-api-key': '["(masked)"]',
      'messaging.header.cookie': '(masked)',
      'messaging.header.x-auth-token': '(masked)',
      'messaging.header.client-secret': '(masked)',
      'messaging.header.x-tenant': 'acme',
    })
    expect(await find(index, `attr.messaging.header.authorization=${SECRET}`)).toEqual([])
  }
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
  rmSync(folder, { recursive: true })
  expect(files.join('').includes('acme')).toBe(true)
  expect(files.join('').includes(SECRET)).toBe(false)
})

test('payloads are kept if that is asked for', async () => {
  await using index = await openTraceIndex({ storePayloads: true })
  await index.add([spansOf('shop', [secretive()])])

  expect(await find(index, `attr.messaging.nats.message.body=${SECRET}`)).toEqual([traceIdOf(1)])
})

test('three thousand services stay harmless: those beyond the limit are counted together', async () => {
  await using index = await openTraceIndex()
  const numbers = Array.from({ length: 3_000 }, (_, at) => at)
  await index.add(numbers.map((at) => spansOf(`service ${at}`, [span(at, at)])))

  const { operations, omittedOperations } = await ask(index, { type: 'services' })
  const { services } = await ask(index, { type: 'facets' })
  const { bytes } = await ask(index, { type: 'index-status' })
  expect(operations[0]).toMatchObject({ service: '(other)', operation: '(other)', count: 1_000 })
  expect(operations).toHaveLength(2_001)
  expect(omittedOperations).toBe(1_000)
  expect(services).toHaveLength(50)
  expect(await find(index, 'service="service 2999"')).toEqual([traceIdOf(2_999)])
  expect(bytes / 3_000).toBeLessThan(2_000)
})

test('percentiles are within five percent, and edges between services are counted once', async () => {
  await using index = await openTraceIndex()
  const numbers = Array.from({ length: 1_000 }, (_, at) => at + 1)
  const children = numbers.map((at) => {
    const { startTimeUnixNano } = span(at, 0)
    const endTimeUnixNano = startTimeUnixNano + BigInt(at) * 1_000_000n
    const parentSpanId = spanIdOf(5_000 + at)
    return span(at, at, { endTimeUnixNano, parentSpanId, name: 'charge' })
  })
  await index.add([spansOf('billing', children)])
  await index.add([
    spansOf(
      'shop',
      numbers.map((at) => span(at, 5_000 + at)),
    ),
  ])

  const { operations } = await ask(index, { type: 'services' })
  const charge = operations.find(({ operation }) => operation === 'charge')
  const { edges } = await ask(index, { type: 'service-graph' })
  expect(charge).toMatchObject({ count: 1_000, errors: 0, maxMs: 1_000 })
  expect(Math.abs((charge?.p50Ms ?? 0) / 500 - 1)).toBeLessThan(0.05)
  expect(Math.abs((charge?.p95Ms ?? 0) / 950 - 1)).toBeLessThan(0.05)
  expect(Math.abs((charge?.p99Ms ?? 0) / 990 - 1)).toBeLessThan(0.05)
  expect(edges).toMatchObject([{ from: 'shop', to: 'billing', count: 1_000, errors: 0 }])
})

test('a question that takes too long is ended, and the next one is answered', async () => {
  await using index = await openTraceIndex({ queryTimeoutMs: 1 })
  const numbers = Array.from({ length: 1_500 }, (_, at) => at)
  await index.add([
    spansOf(
      'shop',
      numbers.map((at) => span(1, at)),
    ),
  ])

  await expect(index.ask({ type: 'otlp', traceId: traceIdOf(1) })).rejects.toMatchObject({
    code: 'QUERY_TIMEOUT',
  })
  expect(await ask(index, { type: 'index-status' })).toMatchObject({ spans: 1_500 })
})

test('those who follow are told of traces that changed, until they do not want to be', async () => {
  await using index = await openTraceIndex()
  const changes: IndexChange[] = []
  const stop = index.onChange((change) => changes.push(change))
  await index.add([spansOf('shop', [span(1, 1), span(2, 2)])])
  await expect.poll(() => changes).toHaveLength(1)

  stop()
  await index.add([spansOf('shop', [span(3, 3)])])
  await using other = await openTraceIndex()
  const told = new Promise((resolve) => other.onChange(resolve))
  await other.add([spansOf('shop', [span(3, 3)])])
  await told

  expect(changes).toMatchObject([{ traceIds: [traceIdOf(1), traceIdOf(2)], omitted: 0 }])
})

test('an option out of its range is refused', async () => {
  await expect(openTraceIndex({ maxBytes: 10 })).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
    message: 'maxBytes must be at least 1048576, got 10',
  })
})

async function overview(index: TraceIndex): Promise<readonly unknown[]> {
  return [
    (await ask(index, { type: 'traces', query: '' })).traces,
    await ask(index, { type: 'trace', traceId: traceIdOf(1) }),
    (await ask(index, { type: 'services' })).operations.map(({ count }) => count),
    await ask(index, { type: 'service-graph' }),
    (await ask(index, { type: 'index-status' })).spans,
  ]
}

function bulky(from: number) {
  return Array.from({ length: 100 }, (_, at) =>
    span(from + at, from + at, { attributes: { number: from + at, text: 'x'.repeat(500) } }),
  )
}

function secretive() {
  return span(1, 1, {
    attributes: {
      'messaging.header.authorization': SECRET,
      'messaging.header.x-api-key': [SECRET],
      'messaging.header.cookie': SECRET,
      'messaging.header.x-auth-token': SECRET,
      'messaging.header.client-secret': SECRET,
      'messaging.header.x-tenant': 'acme',
      'messaging.nats.message.body': SECRET,
    },
  })
}
