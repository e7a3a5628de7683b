import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import type { TraceIndex } from '../src/trace-index/trace-index.ts'
import { BEGIN, span, spanIdOf, spansOf, traceIdOf } from './index-spans.ts'
import { ask, find } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

// One for all: nothing is added to it.
let shop: TraceIndex

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop[Symbol.asyncDispose]())

test.each([
  ['', [4, 3, 2, 1]],
  ['service=shop', [2, 1]],
  ['service~HO', [2, 1]],
  ['service=shop service=billing', []],
  ['shop', [2, 1]],
  ['nobody', []],
  ['operation="process orders.new"', [2, 1]],
  ['duration>100ms', [2]],
  ['duration<=10ms service=shop', [2, 1]],
  ['service=shop duration>100ms', []],
  ['service=billing duration>100ms', [2]],
  ['subject=orders.new', [2, 1]],
  ['subject=orders.*', [2, 1]],
  ['subject=>', [3, 2, 1]],
  ['subject=orders', []],
  ['subject=orders.>', [2, 1]],
  ['stream=ORDERS', [2, 1]],
  ['consumer=billing delivery>1', [2]],
  ['delivery=1', [1]],
  ['status=error', [2]],
  ['status=ok', [1]],
  ['status=unset service=billing', []],
  ['-status=error', [4, 3, 1]],
  ['service!=shop', [4, 3]],
  ['server=C1N1', [3]],
  ['cluster=C1 account=APP', [3]],
  ['cluster=C2', []],
  ['message=m-1', [1]],
  ['message~M-', [2, 1]],
  ['attr.order.id=o-2', [2]],
  ['attr.order.items=2', [2, 1]],
  ['attr.order.items=7', []],
  ['attr.order.paid=true', [1]],
  ['attr.order.total>10', [2]],
  ['attr.order.total<=10', [1]],
  ['attr.order.tags=gift', [1]],
  ['attr.order.tags~IF', [1]],
  ['attr.service.version=7', [2, 1]],
  ['-attr.order.id=o-2', [4, 3, 1]],
  ['has:hops', [3]],
  ['has:errors', [2]],
  ['has:retries', [2]],
  ['has:dlq', [2]],
  ['has:broken', [2]],
  ['has:missing', [4]],
  ['-has:missing has:retries', [2]],
  [`trace=${traceIdOf(3)}`, [3]],
  ['trace=a000', [4, 3, 2, 1]],
  ['trace=b000', []],
  ["attr.order.id=o'2", []],
] as const)('%s finds %j', async (query, traces) => {
  expect(await find(shop, query)).toEqual(traces.map(traceIdOf))
})

test('a range of time has the traces that begin in it', async () => {
  const beginMs = Number(BEGIN / 1_000_000n)
  const range = { fromMs: beginMs + 2_000, toMs: beginMs + 4_000 }

  const { traces } = await ask(shop, { type: 'traces', query: '', ...range })

  expect(traces.map(({ traceId }) => traceId)).toEqual([3, 2].map(traceIdOf))
})

test('pages follow one another without a gap, in both orders', async () => {
  await using index = await openTraceIndex()
  const numbers = Array.from({ length: 25 }, (_, at) => at)
  await index.add([
    spansOf(
      'shop',
      numbers.map((at) => span(at % 5, at)),
    ),
  ])
  await index.add([
    spansOf(
      'shop',
      numbers.map((at) => span(100 + at, 100 + (at % 3))),
    ),
  ])

  const newest = await everyPage(index, 'newest')
  const slowest = await everyPage(index, 'slowest')

  expect(newest).toHaveLength(30)
  expect(new Set(newest).size).toBe(30)
  expect(newest.slice(0, 2)).toEqual([traceIdOf(124), traceIdOf(123)])
  expect(new Set(slowest)).toEqual(new Set(newest))
})

test('the slowest traces come first if they are asked for', async () => {
  const { traces } = await ask(shop, { type: 'traces', query: '', sort: 'slowest', limit: 1 })

  expect(traces.map(({ traceId }) => traceId)).toEqual([traceIdOf(2)])
})

test('with nothing found, the term without which there would be something is named', async () => {
  const answer = await ask(shop, { type: 'traces', query: 'service=shop duration>1h' })

  expect(answer).toMatchObject({ traces: [], narrowestTerm: 'duration>1h' })
})

test('those who follow changes can ask for some traces only', async () => {
  const traceIds = [traceIdOf(1), traceIdOf(3), traceIdOf(77)]

  const { traces } = await ask(shop, { type: 'traces', query: 'service=shop', traceIds })

  expect(traces.map(({ traceId }) => traceId)).toEqual([traceIdOf(1)])
})

test('a query that is none is refused, with what to write instead', async () => {
  await using index = await openTraceIndex()

  await expect(index.ask({ type: 'traces', query: 'duration>fast' })).rejects.toMatchObject({
    code: 'QUERY_INVALID',
    hint: expect.stringContaining('duration>200ms'),
  })
  await expect(index.ask({ type: 'traces', query: '', before: 'elsewhere' })).rejects.toMatchObject(
    { code: 'QUERY_INVALID' },
  )
})

test('what is not there is absent', async () => {
  expect(await shop.ask({ type: 'trace', traceId: traceIdOf(77) })).toBeUndefined()
  expect(await shop.ask({ type: 'trace', traceId: 'no id' })).toBeUndefined()
  expect(
    await shop.ask({ type: 'span', traceId: traceIdOf(1), spanId: spanIdOf(77) }),
  ).toBeUndefined()
  expect(await shop.ask({ type: 'message', stream: 'ORDERS', sequence: 77 })).toBeUndefined()
})

async function everyPage(index: TraceIndex, sort: 'newest' | 'slowest') {
  const found: string[] = []
  let before: string | undefined
  do {
    const page = { limit: 7, sort, ...(before !== undefined && { before }) }
    const { traces, next } = await ask(index, { type: 'traces', query: '', ...page })
    found.push(...traces.map(({ traceId }) => traceId))
    before = next
  } while (before !== undefined)
  return found
}

async function openShop(): Promise<TraceIndex> {
  const index = await openTraceIndex()
  await index.add([
    spansOf('shop', [order(1), order(2)], { 'service.version': 7 }),
    spansOf('billing', [
      delivery(1, { status: { code: 'ok' } }),
      delivery(2, {
        status: { code: 'error', message: 'no money' },
        endTimeUnixNano: BEGIN + 2_500_000_000n,
      }),
    ]),
    spansOf('nats-server', [
      span(3, 5, {
        name: 'hop C1N1',
        attributes: {
          'messaging.destination.name': 'prices',
          'nats.server.name': 'C1N1',
          'nats.server.cluster': 'C1',
          'nats.server.account': 'APP',
        },
      }),
    ]),
    spansOf('cron', [span(4, 6, { parentSpanId: spanIdOf(99) })]),
  ])
  return index
}

function order(trace: 1 | 2) {
  return span(trace, trace, {
    name: 'publish orders.new',
    kind: 'producer',
    attributes: {
      'messaging.destination.name': 'orders.new',
      'messaging.message.id': `m-${trace}`,
      'order.id': `o-${trace}`,
      'order.items': 2,
      'order.total': trace === 1 ? 9.5 : 20,
      'order.paid': trace === 1,
      'order.tags': trace === 1 ? ['gift', 'new'] : [],
    },
  })
}

function delivery(trace: 1 | 2, more: Parameters<typeof span>[2]) {
  return span(trace, 2 + trace, {
    name: 'process orders.new',
    kind: 'consumer',
    parentSpanId: spanIdOf(trace),
    attributes: {
      'messaging.destination.name': 'orders.new',
      'messaging.nats.stream.name': 'ORDERS',
      'messaging.nats.message.stream_sequence': trace,
      'messaging.nats.consumer.name': 'billing',
      'messaging.nats.message.delivery_count': trace,
      ...(trace === 2 && {
        'messaging.nats.dead_letter.outcome': 'stored',
        'nats.trace.context': 'missing',
      }),
    },
    ...more,
  })
}
