import { expect, test } from 'vitest'
import type { Link } from '../link/links-of.ts'
import { renderCount } from './render-count.ts'
import type { Run } from './run-tally.ts'
import { summarizeRuns } from './summarize-runs.ts'

const MESSAGE = { subject: 'orders.new', dryRun: true }

test('times that are trusted have no uncertainty', () => {
  expect(linksOf([trusted(1), trusted(3), trusted(2)])).toEqual([
    { from: 'n1', to: 'n2', messages: 3, clock: 'trusted', p50Ms: 2, p95Ms: 3 },
  ])
})

test('a percentile lies between that of the least times and that of the most', () => {
  expect(linksOf([bounded(2, 1), bounded(2, 0.5), bounded(6, 2)])).toEqual([
    {
      from: 'n1',
      to: 'n2',
      messages: 3,
      clock: 'bounded',
      p50Ms: 2.25,
      p50UncertaintyMs: 0.75,
      p95Ms: 6,
      p95UncertaintyMs: 2,
    },
  ])
})

test('a link whose clocks are skewed has no times', () => {
  expect(linksOf([trusted(1), { ...trusted(-15), clock: 'skewed' }])).toEqual([
    { from: 'n1', to: 'n2', messages: 2, clock: 'skewed' },
  ])
})

test('a person is told what the times are worth', () => {
  const links = [bounded(2, 0.5), { ...trusted(-15), to: 'n3', clock: 'skewed' } as const]

  expect(renderCount(summarizeRuns([run(links)], MESSAGE), 80)).toMatchInlineSnapshot(`
    "1 message, 1 would be received

    link     messages               p50               p95
    n1 → n2         1  2.00 ms ±0.50 ms  2.00 ms ±0.50 ms
    n1 → n3         1           unknown           unknown

    the clocks of servers differ: a time may be off by what follows ±"
  `)
})

function linksOf(links: readonly Link[]) {
  return summarizeRuns(
    links.map((link) => run([link])),
    MESSAGE,
  ).links
}

function run(links: readonly Link[]): Run {
  return { complete: true, received: true, subscribers: [], links }
}

function trusted(latencyMs: number): Link {
  return { from: 'n1', to: 'n2', latencyMs, uncertaintyMs: 0, clock: 'trusted' }
}

function bounded(latencyMs: number, uncertaintyMs: number): Link {
  return { ...trusted(latencyMs), uncertaintyMs, clock: 'bounded' }
}
