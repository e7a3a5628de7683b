import type { TraceSummary } from '@hopscope/viewer'
import { expect, test } from 'vitest'
import { fakeOutput } from '../../test/fake-io.ts'
import { traceLine } from './trace-line.ts'

test('a trace is a line of when, which, how long, and what began it', () => {
  expect(traceLine(summary(), fakeOutput())).toBe(
    '2026-01-31T15:31:02.250Z  0af7651916cd43dd8448eb211c80319c   283 ms  checkout POST /orders  orders.new  36 spans',
  )
})

test('one span is one', () => {
  expect(traceLine(summary({ spanCount: 1 }), fakeOutput())).toMatch(/ {2}1 span$/)
})

test('what is notable of a trace is at the end of its line', () => {
  const line = traceLine(
    summary({
      errorCount: 6,
      maxDeliveryCount: 3,
      flags: ['error', 'redelivered', 'dead-letter', 'missing-spans'],
    }),
    fakeOutput(),
  )

  expect(line).toMatch(/ {2}✗ 6 failed {2}×3 {2}dead letter {2}spans missing$/)
})

test('a trace whose begin has not come is told by its subject', () => {
  const { root: _, ...headless } = summary()

  expect(traceLine(headless, fakeOutput())).toContain('283 ms  orders.new  36 spans')
})

test('a subject that the name tells already is not told again', () => {
  const line = traceLine(
    summary({ root: { service: 'checkout', name: 'publish orders.new' } }),
    fakeOutput(),
  )

  expect(line).toContain('checkout publish orders.new  36 spans')
})

test('a name cannot steer the terminal', () => {
  const line = traceLine(summary({ root: { service: 'a\u001b[2J', name: 'b\nc' } }), fakeOutput())

  // oxlint-disable-next-line no-control-regex
  expect(line).not.toMatch(/[\u0000-\u001f]/)
})

function summary(more: Partial<TraceSummary> = {}): TraceSummary {
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    startMs: Date.parse('2026-01-31T15:31:02.250Z'),
    durationMs: 283.4,
    root: { service: 'checkout', name: 'POST /orders' },
    subject: 'orders.new',
    spanCount: 36,
    hopCount: 18,
    errorCount: 0,
    services: ['checkout', 'warehouse'],
    serviceCount: 2,
    maxDeliveryCount: 0,
    flags: [],
    ...more,
  }
}
