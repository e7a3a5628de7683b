import type { JourneyView } from '../src/api/journey-view.ts'
import type { TraceView } from '../src/api/trace-view.ts'

/** A trace of two spans: an order is published, and its handler gives up. */
export const VIEW: TraceView = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  summary: {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    startMs: 1_700_000_000_000,
    durationMs: 412,
    root: { service: 'checkout', name: 'publish orders.new' },
    subject: 'orders.new',
    spanCount: 2,
    hopCount: 1,
    errorCount: 1,
    services: ['checkout', 'billing'],
    serviceCount: 2,
    maxDeliveryCount: 3,
    flags: ['error', 'redelivered'],
  },
  startUnixNano: '1700000000000000000',
  durationNs: 412_000_000,
  verdict: '412 ms: 61 % waiting in ORDERS, 22 % billing handler',
  strings: [
    '',
    'publish orders.new',
    'checkout',
    'process orders.new',
    'billing',
    'attempt 3 | nak',
  ],
  rows: {
    spanIds: '11111111111111112222222222222222',
    parents: [-1, 0],
    names: [1, 3],
    services: [2, 4],
    roles: [1, 2],
    starts: [0, 251_000_000],
    durations: [900_000, 90_640_000],
    flags: [0, 3],
    details: [0, 5],
  },
  time: [
    { kind: 'stream', of: 'ORDERS', durationNs: 251_320_000 },
    { kind: 'handler', of: 'billing', durationNs: 160_680_000 },
  ],
  gaps: [],
  criticalPath: [],
}

/** The way of its message. */
export const JOURNEY: JourneyView = {
  messages: [
    {
      subject: 'orders.new',
      row: 0,
      publisher: 'checkout',
      publishedNs: 0,
      type: 'message',
      hops: [
        { row: 0, server: 'C3L3', by: 'client', from: -1, startNs: 0 },
        { row: 0, server: 'C3N2', by: 'leafnode', from: 0, startNs: 0 },
      ],
      stores: [{ row: 0, stream: 'ORDERS', outcome: 'stored', sequence: 12, atNs: 0 }],
      receivers: [
        {
          service: 'billing',
          consumer: 'billing_orders',
          stream: 'ORDERS',
          attempts: [
            {
              row: 1,
              number: 3,
              startNs: 251_000_000,
              durationNs: 90_640_000,
              waitedNs: 0,
              outcome: 'nak',
              error: 'no such <address>',
            },
          ],
          deadLetter: { row: 1, reason: 'gave up' },
        },
      ],
      stops: ['account BILLING does not allow traces'],
    },
  ],
}
