import { openTraceIndex, type TraceIndex, type TraceList } from '@hopscope/viewer'
import { formatTracesJson, type SpanData } from '@hopscope/observe/otlp'
import { expect, onTestFinished, test } from 'vitest'
import { searchPages } from './search-pages.ts'

test('more traces than an index gives at a time are asked for in pages', async () => {
  const index = await indexOf(1100)
  const pages = await pagesOf(index, 1050)
  const traceIds = pages.flatMap(({ traces }) => traces.map(({ traceId }) => traceId))

  expect(pages.map(({ traces }) => traces.length)).toEqual([1000, 50])
  expect(new Set(traceIds).size).toBe(1050)
  expect(pages.at(-1)?.next).toBeDefined()
})

test('traces that get an earlier span between two pages are given once', async () => {
  const index = await indexOf(1100)
  const earlier = { spanId: 'c7ad6b7169203331', startTimeUnixNano: 1_000_000_000n }
  const pages = await pagesOf(index, 2000, () => add(index, 1100, earlier))
  const traceIds = pages.flatMap(({ traces }) => traces.map(({ traceId }) => traceId))

  expect(traceIds).toHaveLength(1100)
  expect(new Set(traceIds).size).toBe(1100)
})

test('when there is nothing, there is one page that says so', async () => {
  const index = await indexOf(0)
  const pages = await pagesOf(index, 5)

  expect(pages).toMatchObject([{ traces: [] }])
})

async function pagesOf(
  index: TraceIndex,
  limit: number,
  afterPage: () => Promise<void> = async () => {},
): Promise<readonly TraceList[]> {
  const pages: TraceList[] = []
  for await (const page of searchPages(index, { type: 'traces', query: '', limit })) {
    pages.push(page)
    await afterPage()
  }
  return pages
}

async function indexOf(traces: number): Promise<TraceIndex> {
  const index = await openTraceIndex()
  onTestFinished(() => index[Symbol.asyncDispose]())
  await add(index, traces)
  return index
}

/** A span of each of so many traces. */
async function add(
  index: TraceIndex,
  traces: number,
  fields: Partial<SpanData> = {},
): Promise<void> {
  const spans = Array.from({ length: traces }, (_, number) => ({
    traceId: String(number + 1).padStart(32, '0'),
    spanId: 'b7ad6b7169203331',
    name: 'work',
    kind: 'internal' as const,
    startTimeUnixNano: BigInt(Date.now()) * 1_000_000n,
    endTimeUnixNano: BigInt(Date.now()) * 1_000_000n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 'unset' as const },
    ...fields,
  }))
  const scopeSpans = [{ scope: { name: 'test' }, spans }]
  const text = formatTracesJson({ resourceSpans: [{ resource: { attributes: {} }, scopeSpans }] })
  await index.add([{ subject: 'telemetry.spans.test.batch', data: Buffer.from(text) }])
}
