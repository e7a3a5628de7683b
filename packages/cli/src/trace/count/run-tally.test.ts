import { expect, test } from 'vitest'
import { parseTrace } from '../record/parse-trace.ts'
import type { TraceRecord } from '../record/trace-record.ts'
import { RunTally } from './run-tally.ts'

test('a quick trace makes the times of slow ones exact', () => {
  const tally = new RunTally()
  for (const tookMs of [40, 2, 40]) tally.add(record({ tookMs, aheadMs: 500 }))

  expect(tally.size).toBe(3)
  expect(tally.runs().map(({ links }) => links)).toMatchObject([
    [{ clock: 'bounded', uncertaintyMs: expect.closeTo(1, 0) }],
    [{ clock: 'bounded', uncertaintyMs: expect.closeTo(1, 0) }],
    [{ clock: 'bounded', uncertaintyMs: expect.closeTo(1, 0) }],
  ])
})

test('of very many traces none is lost, and clocks are known from those before', () => {
  const tally = new RunTally()
  tally.add(record({ tookMs: 2, aheadMs: 500 }))
  for (let count = 1; count < 1200; count++) tally.add(record({ tookMs: 40, aheadMs: 500 }))
  const runs = tally.runs()

  expect(runs).toHaveLength(1200)
  expect(runs.at(-1)?.links).toMatchObject([{ uncertaintyMs: expect.closeTo(1, 0) }])
})

test('what comes after runs were asked for is added to them', () => {
  const tally = new RunTally()
  tally.add(record({ tookMs: 2, aheadMs: 0 }))
  tally.runs()
  tally.add(record({ tookMs: 2, aheadMs: 0 }))

  expect(tally.runs()).toHaveLength(2)
})

interface TraceShape {
  /** From when the message was sent to when its last event arrived. */
  readonly tookMs: number
  /** By how much the clock of the second server is ahead. */
  readonly aheadMs: number
}

/** A trace of two servers, each of which had the message halfway between its being sent and heard of. */
function record({ tookMs, aheadMs }: TraceShape): TraceRecord {
  const atMs = tookMs / 2
  const events = [
    serverEvent('n1', [
      { type: 'in', kind: 0, name: 'app', ts: time(atMs) },
      { type: 'eg', kind: 1, name: 'n2', hop: '1', ts: time(atMs) },
    ]),
    serverEvent('n2', [{ type: 'in', kind: 1, name: 'n1', ts: time(atMs + aheadMs) }], '1'),
  ]
  const saved = {
    subject: 'orders.new',
    sentAtUnixNano: nanos(0),
    events: events.map((event) => ({ event, receivedAtUnixNano: nanos(tookMs) })),
  }
  const parsed = parseTrace(JSON.stringify(saved))
  if (parsed === undefined) throw new Error('the events are malformed')
  return parsed
}

function serverEvent(name: string, events: readonly object[], hop?: string): object {
  const header = hop === undefined ? {} : { 'Nats-Trace-Hop': [hop] }
  const hops = hop === undefined ? { hops: 1 } : {}
  return { server: { name, id: name, ver: '2.15.1' }, request: { header }, ...hops, events }
}

const START_MS = Date.UTC(2026, 0)

function time(afterMs: number): string {
  return new Date(START_MS + afterMs).toISOString()
}

function nanos(afterMs: number): string {
  return `${BigInt(START_MS + afterMs) * 1_000_000n}`
}
