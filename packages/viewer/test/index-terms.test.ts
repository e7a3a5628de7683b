import type { SpanData } from '@hopscope/observe/otlp'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import type { TraceIndex } from '../src/trace-index/trace-index.ts'
import { BEGIN, span, spansOf, traceIdOf } from './index-spans.ts'
import { ask, find } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000 })

const BEGIN_MS = Number(BEGIN / 1_000_000n)

test.each(['duration=13us', 'duration=0.013ms', 'duration>=13us', 'duration<=13us'])(
  '%s is exact to the nanosecond',
  async (query) => {
    const index = await indexOf('shop', [lasting(13_000n)])

    expect(await find(index, query)).toEqual([traceIdOf(1)])
  },
)

test.each(['duration>13us', 'duration<13us', 'duration!=13us'])(
  '%s leaves out what took just as long',
  async (query) => {
    const index = await indexOf('shop', [lasting(13_000n)])

    expect(await find(index, query)).toEqual([])
  },
)

test.each([
  'service=shop attr.tenant=b',
  'service=shop attr.tenant~b',
  'service=shop attr.size>20',
  'service=shop message=m-2',
  'attr.size>10 attr.size<20',
  'attr.tenant=a attr.size=30',
  'server=C1N1 cluster=C2',
])('%s must hold for one and the same span', async (query) => {
  const index = await indexOf('shop', [
    span(1, 1, { attributes: { ...own('a', 5), 'nats.server.name': 'C1N1' } }),
  ])
  await index.add([
    spansOf('bank', [span(1, 2, { attributes: { ...own('b', 30), 'nats.server.cluster': 'C2' } })]),
  ])

  expect(await find(index, query)).toEqual([])
})

test('a long value is compared as a whole, and not by a part of it', async () => {
  const long = 'v'.repeat(1100)
  const index = await indexOf('shop', [span(1, 1, { attributes: { a: `${long}more` } })])

  expect(await find(index, `attr.a=${long}`)).toEqual([])
  expect(await find(index, `attr.a=${long}more`)).toEqual([traceIdOf(1)])
})

test.each([' ', '0x10', ''])('%j is no number', async (a) => {
  const index = await indexOf('shop', [span(1, 1, { attributes: { a } })])

  expect(await find(index, 'attr.a<100')).toEqual([])
})

test('a span that does not tell when it began is found by its service in a range of time', async () => {
  const index = await indexOf('shop', [span(1, 1, { startTimeUnixNano: 0n, endTimeUnixNano: 0n })])
  const fromMs = Date.now() - 60_000

  const { traces } = await ask(index, { type: 'traces', query: 'service=shop', fromMs })

  expect(traces).toHaveLength(1)
})

test('a range of time may begin and end within a millisecond', async () => {
  const index = await indexOf('shop', [
    span(1, 1, { startTimeUnixNano: BEGIN + 250_000n }),
    span(2, 2, { startTimeUnixNano: BEGIN + 750_000n }),
  ])
  const range = { fromMs: BEGIN_MS + 0.5, toMs: BEGIN_MS + 0.75 }
  const until = await ask(index, { type: 'traces', query: '', ...range })
  const after = await ask(index, { type: 'traces', query: '', fromMs: range.fromMs })

  expect(until.traces).toEqual([])
  expect(after.traces.map(({ traceId }) => traceId)).toEqual([traceIdOf(2)])
})

test('a rate is that of the time that was counted, also by whole hours', async () => {
  const hourMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 6 * HOUR_MS
  const everyMinute = Array.from({ length: 60 }, (_, at) => spanAt(hourMs + at * 60_000, at))
  const index = await indexOf('shop', everyMinute)

  const range = { fromMs: hourMs, toMs: hourMs + 600_000 }
  const { operations } = await ask(index, { type: 'services', ...range })

  expect(operations[0]?.perSecond).toBeCloseTo(1 / 60, 5)
})

test('a rate of some seconds is not that of their minute', async () => {
  const minuteMs = Math.floor(Date.now() / 60_000) * 60_000 - 600_000
  const everySecond = Array.from({ length: 60 }, (_, at) => spanAt(minuteMs + at * 1_000, at))
  const index = await indexOf('shop', everySecond)

  const range = { fromMs: minuteMs + 50_000, toMs: minuteMs + 60_000 }
  const { operations } = await ask(index, { type: 'services', ...range })

  expect(operations[0]?.perSecond).toBeCloseTo(1, 5)
})

test('as many messages are given as are asked for, up to 1000', async () => {
  const stored = Array.from({ length: 700 }, (_, at) =>
    span(1, at, {
      kind: 'producer',
      attributes: {
        'messaging.nats.stream.name': 'ORDERS',
        'messaging.nats.message.stream_sequence': at + 1,
      },
    }),
  )
  const index = await indexOf('shop', stored)

  expect((await ask(index, { type: 'messages', limit: 1000 })).messages).toHaveLength(700)
})

test('an attribute is found however many there are before it', async () => {
  const many = Array.from({ length: 200 }, (_, at) => [`k${at}`, `v${at}`])
  const index = await indexOf('shop', [span(1, 1, { attributes: Object.fromEntries(many) })])

  expect(await find(index, 'attr.k199=v199')).toEqual([traceIdOf(1)])
})

test.each([
  ['attr.a>9007199254740992', [traceIdOf(1)]],
  ['attr.a>=9007199254740992', [traceIdOf(1)]],
  ['attr.a<=9007199254740992', []],
])('an int beyond 2^53 is compared to its last digit: %s', async (query, found) => {
  const index = await indexOf('shop', [span(1, 1, { attributes: { a: 9_007_199_254_740_993n } })])

  expect(await find(index, query)).toEqual(found)
})

const HOUR_MS = 3_600_000

async function indexOf(service: string, spans: readonly SpanData[]): Promise<TraceIndex> {
  const index = await openTraceIndex()
  onTestFinished(() => index[Symbol.asyncDispose]())
  await index.add([spansOf(service, spans)])
  return index
}

function lasting(nanos: bigint): SpanData {
  return span(1, 1, { startTimeUnixNano: BEGIN, endTimeUnixNano: BEGIN + nanos })
}

function spanAt(ms: number, id: number): SpanData {
  const at = BigInt(ms) * 1_000_000n
  return span(1, id, { startTimeUnixNano: at, endTimeUnixNano: at })
}

function own(tenant: string, size: number) {
  return { tenant, size, 'messaging.message.id': tenant === 'a' ? 'm-1' : 'm-2' }
}
