import type { AttributeMap, SpanData } from '@hopscope/observe/otlp'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { assembleJourney, nodesOf, type JourneyNode } from './assemble-journey.ts'
import type { JourneySpan } from './flatten.ts'

const TRACE_ID = 'a'.repeat(32)

test('puts a span below its parent, and siblings in the order of their starts', () => {
  const { roots } = assembleJourney([
    span('late', { parent: 'top', start: 9 }),
    span('early', { parent: 'top', start: 1 }),
    span('top'),
  ])

  expect(drawn(roots)).toEqual(['top', 'top early', 'top late'])
})

test('nests a consumer under the hop that it is linked to', () => {
  const { roots } = assembleJourney([...HOPS, consumer({ links: ['leaf'] })])

  expect(drawn(roots)).toContain('producer origin leaf consumer')
})

test('nests a consumer of the origin server under the hop of that server', () => {
  const { roots } = assembleJourney([
    ...HOPS,
    consumer({ attributes: { 'messaging.nats.server.name': 'n1' } }),
  ])

  expect(drawn(roots)).toContain('producer origin consumer')
})

test('leaves a consumer of another server below the producer while its hop is not known', () => {
  const { roots } = assembleJourney([
    ...HOPS,
    consumer({ attributes: { 'messaging.nats.server.name': 'n9' }, links: ['elsewhere'] }),
  ])

  expect(drawn(roots)).toContain('producer consumer')
})

test('nests a consumer of a stream under the storing of the message', () => {
  const { roots } = assembleJourney([...HOPS, consumer({ attributes: STREAM })])

  expect(drawn(roots)).toContain('producer origin leaf store consumer')
})

test('nests a consumer of a stream whose leader was the origin, which numbers no hop', () => {
  const { roots } = assembleJourney([
    span('producer'),
    hop('origin', 'n1', { parent: 'producer' }),
    store('store', { parent: 'origin' }),
    consumer({ attributes: { 'messaging.nats.stream.name': 'ORDERS' } }),
  ])

  expect(drawn(roots)).toContain('producer origin store consumer')
})

test('does not mistake the stream of another message for that of this one', () => {
  const { roots } = assembleJourney([
    ...HOPS,
    span('other'),
    consumer({ attributes: STREAM, parent: 'other' }),
  ])

  expect(drawn(roots)).toContain('other consumer')
})

test('finds the stream of a message by the context of its hops when hops between are missing', () => {
  const context = { 'nats.trace.producer': id('producer') }
  const { roots } = assembleJourney([
    span('producer'),
    hop('leaf', 'n2', { parent: 'not here', attributes: { 'nats.trace.hop': '1', ...context } }),
    store('store', { parent: 'leaf', attributes: { 'nats.trace.hop': '1', ...context } }),
    consumer({ attributes: STREAM }),
  ])

  expect(drawn(roots)).toContain('leaf store consumer')
})

test('nests a consumer in a trace of its own by its link to the producer', () => {
  const linked = consumer({ attributes: STREAM, links: ['producer'] })
  const { parentSpanId: _, ...ownTrace } = { ...linked.span, traceId: 'b'.repeat(32) }
  const { roots } = assembleJourney([...HOPS, { ...linked, span: ownTrace }])

  expect(drawn(roots)).toContain('producer origin leaf store consumer')
})

test('makes spans roots whose parent has not come, and counts them', () => {
  const journey = assembleJourney([span('a', { parent: 'not here' }), span('b')])

  expect(drawn(journey.roots)).toEqual(['a', 'b'])
  expect(journey.orphans).toBe(1)
})

test('drops a span that came before', () => {
  const journey = assembleJourney([...HOPS, ...HOPS])

  expect(journey).toMatchObject({ spanCount: HOPS.length, duplicates: HOPS.length })
  expect([...nodesOf(journey.roots)]).toHaveLength(HOPS.length)
})

test('keeps spans of two traces apart that have one id', () => {
  const other = { ...span('a'), span: { ...span('a').span, traceId: 'b'.repeat(32) } }

  expect(assembleJourney([span('a'), other]).roots).toHaveLength(2)
})

test('tells from when to when the journey lasted', () => {
  expect(assembleJourney([span('a', { start: 5 }), span('b', { start: 2 })])).toMatchObject({
    startTimeUnixNano: 2n,
    endTimeUnixNano: 6n,
  })
  expect(assembleJourney([])).toMatchObject({ startTimeUnixNano: 0n, endTimeUnixNano: 0n })
})

test('shows every span exactly once, whatever the parents, links and order are', () => {
  fc.assert(
    fc.property(fc.array(anySpan(), { maxLength: 30 }), (spans) => {
      const journey = assembleJourney(spans)
      const shown = [...nodesOf(journey.roots)].map((node) => node.span.spanId)

      expect(shown).toHaveLength(journey.spanCount)
      expect(new Set(shown)).toEqual(new Set(spans.map((entry) => entry.span.spanId)))
    }),
  )
})

test('puts 20 000 spans in a chain, and as many below one, without running out of stack', () => {
  const chain = Array.from({ length: 20_000 }, (_, n) => span(`c${n}`, { parent: `c${n - 1}` }))
  const star = Array.from({ length: 20_000 }, (_, n) => span(`s${n}`, { parent: 'c0' }))
  const journey = assembleJourney([...chain.toReversed(), ...star])

  expect([...nodesOf(journey.roots)]).toHaveLength(40_000)
})

interface Fields {
  readonly parent?: string
  readonly start?: number
  readonly attributes?: AttributeMap
  readonly links?: readonly string[]
}

const STREAM = { 'messaging.nats.stream.name': 'ORDERS', 'nats.trace.hop': '1' }

const HOPS: readonly JourneySpan[] = [
  span('producer', { start: 1 }),
  hop('origin', 'n1', { parent: 'producer', start: 2 }),
  hop('leaf', 'n2', { parent: 'origin', start: 3, attributes: { 'nats.trace.hop': '1' } }),
  store('store', { parent: 'leaf', start: 4, attributes: { 'nats.trace.hop': '1' } }),
]

function span(name: string, fields: Fields = {}, kind: SpanData['kind'] = 'internal'): JourneySpan {
  const { parent, start = 0, attributes = {}, links = [] } = fields
  return {
    resource: { 'service.name': 'shop' },
    scope: { name: 'test' },
    span: {
      traceId: TRACE_ID,
      spanId: id(name),
      ...(parent !== undefined && { parentSpanId: id(parent) }),
      name,
      kind,
      startTimeUnixNano: BigInt(start),
      endTimeUnixNano: BigInt(start + 1),
      attributes,
      events: [],
      links: links.map((to) => ({ traceId: TRACE_ID, spanId: id(to), attributes: {} })),
      status: { code: 'unset' },
    },
  }
}

// A name as an id: the tests read better so, and any text tells spans apart.
function id(name: string): string {
  return Buffer.from(name.padEnd(8).slice(0, 8)).toString('hex')
}

function hop(name: string, server: string, fields: Fields): JourneySpan {
  return span(name, { ...fields, attributes: { ...fields.attributes, 'nats.server.name': server } })
}

function store(name: string, fields: Fields): JourneySpan {
  const stored = {
    'messaging.nats.stream.name': 'ORDERS',
    'messaging.nats.store.outcome': 'stored',
  }
  return span(name, { ...fields, attributes: { ...fields.attributes, ...stored } })
}

function consumer(fields: Fields): JourneySpan {
  return span('consumer', { parent: 'producer', start: 5, ...fields }, 'consumer')
}

function anySpan(): fc.Arbitrary<JourneySpan> {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const attributes = fc.constantFrom<AttributeMap>(
    {},
    { 'nats.server.name': 'n1' },
    { 'messaging.nats.server.name': 'n1' },
    STREAM,
    { ...STREAM, 'messaging.nats.store.outcome': 'stored' },
    { 'nats.server.mapping.kind': 'subject mapping', 'nats.trace.producer': id('a') },
  )
  return fc
    .record({
      name,
      parent: name,
      attributes,
      links: fc.array(name, { maxLength: 2 }),
      kind: fc.constantFrom('consumer' as const, 'producer' as const, 'internal' as const),
    })
    .map(({ name, kind, ...fields }) => span(name, fields, kind))
}

function drawn(roots: readonly JourneyNode[]): readonly string[] {
  const paths = (node: JourneyNode, before: string): readonly string[] => {
    const path = `${before} ${node.span.name}`.trim()
    return [path, ...node.children.flatMap((child) => paths(child, path))]
  }
  return roots.flatMap((root) => paths(root, ''))
}
