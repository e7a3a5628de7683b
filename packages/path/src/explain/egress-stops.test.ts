import { expect, test } from 'vitest'
import type { TraceEvent } from '../event/trace-event.ts'
import { egressStops } from './egress-stops.ts'

test.each([
  ['Not delivered because remote does not support message tracing', 'remote-too-old'],
  [
    'Message delivered but remote does not support message tracing so no trace event generated from there',
    'remote-too-old',
  ],
  ['Not delivered because of no echo', 'no-echo'],
  ['Not delivered because publish denied for this subject', 'receiver-denied'],
  ['Not delivered because subscription denies this subject', 'receiver-denied'],
  ['Not delivered because subscription is closed', 'receiver-gone'],
  ['Not delivered because client is closed', 'receiver-gone'],
  ['Not delivered because auto-unsubscribe exceeded', 'receiver-gone'],
  ['Not delivered because fast producer not stalled and consumer is slow', 'receiver-slow'],
  ['Not delivered because of the weather', 'not-delivered'],
])('"%s" is %s', (error, kind) => {
  expect(egressStops(eventWith(error))).toMatchObject([
    { kind, server: 'n1', message: `n1 to leaf node n2: ${error}` },
  ])
})

test('an egress without an error stops nothing', () => {
  expect(egressStops(eventWith(undefined))).toEqual([])
})

function eventWith(error: string | undefined): TraceEvent {
  return {
    server: { name: 'n1', id: 'N1', version: '2.15.1' },
    headers: new Map(),
    messageBytes: 0,
    hop: '',
    partial: false,
    dryRun: false,
    announced: 0,
    ingress: { timeUnixNano: 1n, kind: 'client', name: 'app', subject: 'a' },
    items: [
      {
        type: 'egress',
        kind: 'leafnode',
        name: 'n2',
        timeUnixNano: 2n,
        ...(error !== undefined && { error }),
      },
    ],
  }
}
