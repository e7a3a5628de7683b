import { toPrometheusText } from '../../../packages/telemetry/src/bridge/prometheus-text.ts'
import { expect, test } from 'vitest'
import { guideText } from './guide-blocks.ts'

const SPAN_BYTES = 380
const HOP_BYTES = 680

test('the page calculates what a stream holds by its own formula', () => {
  expect(guideText()).toContain(`which are ${MESSAGE_BYTES} B`)
  expect(tableBelow('traced messages/s')).toEqual(
    [10, 100, 1000, 10_000].map((rate) => [
      String(rate),
      perDay(rate),
      ...[1, 10, 100].map((size) => held(size * 1024 ** 3, rate)),
    ]),
  )
})

test('the alerts are on metrics that a bridge has', () => {
  const known = toPrometheusText({
    state: 'out',
    startedAt: new Date(),
    signals: { traces: FIGURES },
    stream: { messages: 1, bytes: 1, bytesLeft: 1, maxAgeMs: 1 },
  })
  const named = guideText().match(/hopscope_bridge_\w+/g) ?? []

  expect(named.filter((name) => !known.includes(`# TYPE ${name} `))).toEqual([])
})

const MESSAGE_BYTES = 2 * SPAN_BYTES + 3 * HOP_BYTES

const FIGURES = {
  state: 'out',
  received: 0,
  redelivered: 0,
  exported: 0,
  items: 0,
  empty: 0,
  requests: 0,
  requestBytes: 0,
  unavailable: 0,
  refused: 0,
  retries: 0,
  rejected: 0,
  deadLetters: 0,
  discarded: 0,
  inHand: 0,
  bytesInHand: 0,
  pending: 0,
  ackPending: 0,
  exportTime: { bounds: [1], counts: [0, 0], sum: 0, count: 0 },
  outage: undefined,
  timeLeftMs: 1,
} as const

function perDay(rate: number): string {
  const gigabytes = (rate * MESSAGE_BYTES * 86_400) / 1e9
  if (gigabytes >= 1000) return `${(gigabytes / 1000).toFixed(1)} TB`
  return `${gigabytes.toFixed(gigabytes < 100 ? 1 : 0)} GB`
}

function held(bytes: number, rate: number): string {
  const seconds = bytes / (rate * MESSAGE_BYTES)
  if (seconds < 60) return `${seconds.toFixed(0)} s`
  if (seconds < 3600) return `${(seconds / 60).toFixed(1)} min`
  if (seconds < 86_400) return `${(seconds / 3600).toFixed(1)} h`
  return `${(seconds / 86_400).toFixed(1)} d`
}

/** The cells of the table whose first column is called so, without its head. */
function tableBelow(title: string): readonly (readonly string[])[] {
  const lines = guideText().split('\n')
  const rows = lines.slice(lines.findIndex((line) => line.startsWith(`| ${title}`)) + 2)
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}
