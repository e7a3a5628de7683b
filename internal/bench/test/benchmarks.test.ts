import { decodeTraces, parseTracesJson, type ResourceSpans } from '@hopscope/observe/otlp'
import { decodeTraceEvent, hopsOf, assemble, toSpans } from '@hopscope/path'
import { expect, test } from 'vitest'
import { formatRatios, formatRatiosJson } from '../src/format-ratios.ts'
import { benchHops } from '../src/hops/bench-hops.ts'
import { naiveJson } from '../src/hops/naive-json.ts'
import { naiveOtel } from '../src/hops/naive-otel.ts'
import { recordedEvents } from '../src/hops/recorded-events.ts'
import type { Ratio } from '../src/ratio.ts'
import { benchTree } from '../src/tree/bench-tree.ts'
import { generateEvents } from '../src/tree/generate-events.ts'
import { GoAssembler } from '../src/tree/go-trace.ts'

test('hops gives a ratio to each thing that it is measured against', async () => {
  const ratios = await benchHops({ slices: 2 })

  expect(ratios.map(({ name }) => name)).toEqual([
    'hops: naive OpenTelemetry / ours',
    'hops: naive JSON / ours',
    'hops: JSON.parse / ours',
  ])
  expect(ratios.every(({ ratio, runs }) => ratio > 0 && runs === 2)).toBe(true)
})

test('tree gives a ratio to the Go algorithm, and one of its growth, for each shape', async () => {
  const ratios = await benchTree({ slices: 2 }, { large: 300, small: 30 })

  expect(ratios).toHaveLength(4)
  expect(ratios.every(({ ratio }) => ratio > 0)).toBe(true)
})

test('the naive converters make the spans that ours makes', () => {
  const events = recordedEvents()
  const ours = events.flatMap((payload) => {
    const event = decodeTraceEvent(payload)
    return event === undefined ? [] : (toSpans(event) ?? [])
  })
  const json = parseTracesJson(new TextDecoder().decode(naiveJson(events)))
  const otel = decodeTraces(naiveOtel(events))

  expect(shapesOf(json?.resourceSpans)).toEqual(shapesOf(ours))
  expect(shapesOf(otel?.resourceSpans)).toEqual(shapesOf(ours))
})

test.each([
  ['a star', Number.POSITIVE_INFINITY],
  ['a fan-out', 3],
])('the port of the Go algorithm is done with %s exactly at the last event', (_, fanOut) => {
  const events = generateEvents(40, fanOut)
  const assembler = new GoAssembler()
  const done = events.map((event) => assembler.add(event))

  expect(done.indexOf(true)).toBe(39)
  expect([...hopsOf(assemble(events))]).toHaveLength(40)
  expect(assembler.link()?.egresses).toHaveLength(events[0]?.announced ?? 0)
})

test('a line a ratio says what it is of, its spread and whether the goal is met', () => {
  expect(formatRatios([ratioOf(4.25)])).toBe(
    'x: x4.25 (4.00 to 4.50, 21 runs), goal at least 3: met; A = slow, B = quick\n',
  )
  expect(formatRatios([ratioOf(2)])).toContain('goal at least 3: MISSED')
  expect(formatRatios([{ ...ratioOf(2), bound: 'at most' }])).toContain('goal at most 3: met')
})

test('programs get name, ratio, goal, verdict and number of runs', () => {
  expect(JSON.parse(formatRatiosJson([ratioOf(4.25)]))).toEqual([
    { name: 'x', ratio: 4.25, goal: 3, met: true, runs: 21 },
  ])
})

/** The name of each span, with how many attributes and events it has. */
function shapesOf(resourceSpans: readonly ResourceSpans[] = []): readonly string[] {
  return resourceSpans
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    .map(({ name, attributes, events }) => {
      return `${name}: ${Object.keys(attributes).length} attributes, ${events.length} events`
    })
    .toSorted()
}

function ratioOf(ratio: number): Ratio {
  const spread = [4, 4.5] as const
  return { name: 'x', a: 'slow', b: 'quick', ratio, spread, goal: 3, bound: 'at least', runs: 21 }
}
