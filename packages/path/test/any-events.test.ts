import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { assemble, decodeTraceEvent, explain, render, type TraceEvent } from '../src/index.ts'
import { eventsOf, scenarios } from './server-events.ts'

test('any order and any repetition of events gives the same tree, explanation and text', () => {
  fc.assert(
    fc.property(shuffled, ({ events, arrived }) => {
      const [expected, assembly] = [assemble(events), assemble(arrived)]

      expect({ ...assembly, duplicates: expected.duplicates }).toEqual(expected)
      expect(explain(assembly)).toEqual(explain(expected))
      expect(render(assembly)).toBe(render(expected))
    }),
    { numRuns: 1000 },
  )
})

test('random bytes never throw, from decoding to the text', () => {
  const encodings = [undefined, 'gzip', 'snappy', 'identity', 'br']
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom(...encodings), (payload, encoding) => {
      expect(drawn([decodeTraceEvent(payload, encoding)])).toBeTypeOf('string')
    }),
  )
})

test('events that are cut off or damaged never throw, from decoding to the text', () => {
  fc.assert(
    fc.property(damaged, (payloads) => {
      expect(drawn(payloads.map((payload) => decodeTraceEvent(payload)))).toBeTypeOf('string')
    }),
    { numRuns: 300 },
  )
})

test('JSON in which anything stands in the place of anything never throws', () => {
  fc.assert(
    fc.property(fc.array(eventLike), (values) => {
      const payloads = values.map((value) => new TextEncoder().encode(JSON.stringify(value)))

      expect(drawn(payloads.map((payload) => decodeTraceEvent(payload)))).toBeTypeOf('string')
    }),
    { numRuns: 300 },
  )
})

const SCENARIOS = scenarios()

// Some of the events of one publish, or of two that share their context.
const shuffled = fc
  .constantFrom(...SCENARIOS.map(({ name }) => name))
  .map((name) => eventsOf(name))
  .chain((events) => fc.subarray([...events, ...events.map((event) => later(event))]))
  .chain((events) =>
    fc
      .subarray([...events])
      .chain((again) => permutation([...events, ...again]))
      .map((arrived) => ({ events, arrived })),
  )

const damaged = fc.constantFrom(...SCENARIOS).chain(({ records }) =>
  fc.tuple(
    ...records.slice(0, 8).map(({ json }) => {
      const bytes = new TextEncoder().encode(json)
      return fc.oneof(
        fc.nat(bytes.length).map((end) => bytes.subarray(0, end)),
        fc
          .tuple(fc.nat(bytes.length - 1), fc.nat(255))
          .map(([index, byte]) => bytes.with(index, byte)),
        fc.constant(bytes),
      )
    }),
  ),
)

const name = fc.constantFrom('n1', 'n2', '', '__proto__', 7, null)
const hop = fc.constantFrom('1', '1.1', '2', '', '..', 'x', '1.1.1.1', 5)
const itemLike = fc.record(
  {
    type: fc.constantFrom('in', 'eg', 'js', 'sm', 'se', 'si', 'x'),
    ts: fc.constantFrom('2026-11-21T12:00:00Z', '0001-01-01T00:00:00Z', '', 'x', 7),
    kind: fc.constantFrom(0, 1, 2, 4, 9, -1, 'x'),
    name,
    hop,
    acc: name,
    to: fc.anything(),
    error: fc.anything(),
    stream: fc.anything(),
  },
  { requiredKeys: ['type'] },
)
const eventLike = fc.oneof(
  fc.json().map((json) => JSON.parse(json)),
  fc.record({
    server: fc.record({ name }),
    request: fc.record({ header: fc.dictionary(fc.string(), fc.anything()) }),
    hops: fc.anything(),
    events: fc.array(itemLike),
  }),
  fc.record({
    server: fc.record({ name }),
    request: fc.record({ header: fc.record({ 'Nats-Trace-Hop': fc.array(hop) }) }),
    events: fc
      .tuple(itemLike, fc.array(itemLike))
      .map(([ingress, items]) => [
        { ...ingress, type: 'in', ts: '2026-11-21T12:00:00Z' },
        ...items,
      ]),
  }),
)

function drawn(events: readonly (TraceEvent | undefined)[]): string {
  return render(assemble(events.flatMap((event) => event ?? [])))
}

function permutation<T>(values: T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray(values, { minLength: values.length })
}

function later(event: TraceEvent): TraceEvent {
  const timeUnixNano = event.ingress.timeUnixNano + 5_000_000n
  const items = event.items.map((item) => ({
    ...item,
    timeUnixNano: item.timeUnixNano + 5_000_000n,
  }))
  return { ...event, ingress: { ...event.ingress, timeUnixNano }, items }
}
