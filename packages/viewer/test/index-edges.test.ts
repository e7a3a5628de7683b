import type { SpanData, SpanLink } from '@hopscope/observe/otlp'
import type { StoredTelemetry } from '@hopscope/telemetry'
import { expect, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import { span, spanIdOf, spansOf, traceIdOf } from './index-spans.ts'
import { ask } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000 })

const SENT_BY_A = spansOf('a', [span(1, 1, { kind: 'producer' })])
const SENT_BY_B = spansOf('b', [span(2, 2, { kind: 'producer' })])
const LINKS = [linkTo(1, 1), linkTo(2, 2)]

const BATCH = spansOf('c', [consumer(3, { links: LINKS })])
const POLL = spansOf('c', [span(3, 4)])
const POLLED = spansOf('c', [consumer(3, { parentSpanId: spanIdOf(4), links: LINKS })])
const RECEIVED = spansOf('c', [consumer(4, { links: LINKS })])
const HANDLED = spansOf('c', [
  consumer(5, { parentSpanId: spanIdOf(4), links: [linkTo(1, 1)] }),
  consumer(6, { parentSpanId: spanIdOf(4), links: [linkTo(2, 2)] }),
])

test.each([
  ['a batch after who sent it', [SENT_BY_A, SENT_BY_B, BATCH]],
  ['a batch before who sent it', [BATCH, SENT_BY_A, SENT_BY_B]],
  ['a batch between them', [SENT_BY_B, BATCH, SENT_BY_A]],
  ['the work below a poll', [SENT_BY_A, SENT_BY_B, POLL, POLLED]],
  ['the work before its poll', [POLLED, SENT_BY_A, POLL, SENT_BY_B]],
  ['the work below a poll, before who sent it', [POLL, POLLED, SENT_BY_A, SENT_BY_B]],
  ['a receiving, and the handling of each message', [SENT_BY_A, SENT_BY_B, RECEIVED, HANDLED]],
  ['a handling before its receiving', [HANDLED, SENT_BY_A, SENT_BY_B, RECEIVED]],
  ['a receiving before who sent the messages', [RECEIVED, HANDLED, SENT_BY_A, SENT_BY_B]],
])('%s is work for each who sent a message, once', async (_what, records) => {
  expect(await edgesOf(records)).toEqual(['a c 1', 'b c 1'])
  expect(await edgesOneByOne(records)).toEqual(['a c 1', 'b c 1'])
})

test('a consumer below a span of another service works for that one, and not for its links as well', async () => {
  const handled = consumer(3, { traceId: traceIdOf(1), parentSpanId: spanIdOf(1), links: LINKS })

  expect(await edgesOf([SENT_BY_A, SENT_BY_B, spansOf('c', [handled])])).toEqual(['a c 1'])
})

test('two links to one span are one message', async () => {
  const twice = consumer(3, { links: [linkTo(1, 1), linkTo(1, 1)] })

  expect(await edgesOf([spansOf('c', [twice]), SENT_BY_A])).toEqual(['a c 1'])
})

test('a link to the hop of a server is no work for anybody', async () => {
  const hop = span(1, 9, { attributes: { 'nats.server.name': 'n1' } })
  const handled = consumer(3, { links: [linkTo(1, 1), linkTo(1, 9)] })

  expect(
    await edgesOneByOne([spansOf('c', [handled]), spansOf('nats-server', [hop]), SENT_BY_A]),
  ).toEqual(['a c 1'])
})

test('what is no consumer does not work for what it links to', async () => {
  expect(await edgesOf([SENT_BY_A, spansOf('c', [span(3, 3, { links: LINKS })])])).toEqual([])
})

async function edgesOf(records: readonly StoredTelemetry[]): Promise<readonly string[]> {
  await using index = await openTraceIndex()
  await index.add(records)
  return edgeTexts(await ask(index, { type: 'service-graph' }))
}

async function edgesOneByOne(records: readonly StoredTelemetry[]): Promise<readonly string[]> {
  await using index = await openTraceIndex()
  for (const record of records) await index.add([record])
  return edgeTexts(await ask(index, { type: 'service-graph' }))
}

function edgeTexts({
  edges,
}: {
  readonly edges: readonly { readonly from: string; readonly to: string; readonly count: number }[]
}): readonly string[] {
  return edges.map(({ from, to, count }) => `${from} ${to} ${count}`)
}

function consumer(id: number, more: Partial<SpanData>): SpanData {
  return span(3, id, { kind: 'consumer', ...more, attributes: {} })
}

function linkTo(trace: number, id: number): SpanLink {
  return { traceId: traceIdOf(trace), spanId: spanIdOf(id), attributes: {} }
}
