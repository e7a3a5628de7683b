import { expect, test } from 'vitest'
import type { TraceEvent } from '../event/trace-event.ts'
import { ingressStops } from './ingress-stops.ts'

test.each([
  [
    'Permissions Violation for Publish to "a"',
    'permission-denied',
    'allow the user of client app to publish to a',
  ],
  [
    'Permissions Violation for Publish to "trace.t1"',
    'trace-dest-denied',
    'allow the user to publish to trace.t1, where the trace events go',
  ],
  [
    'Maximum Payload Violation',
    'payload-too-large',
    'send less than max_payload of n1, or raise it',
  ],
  [
    'maximum payload exceeded',
    'payload-too-large',
    'send less than max_payload of n1, or raise it',
  ],
  ['bad mood', 'message-refused', 'look at the log of n1'],
])('"%s" is %s', (error, kind, hint) => {
  expect(ingressStops({ ...EVENT, ingress: { ...EVENT.ingress, error } })).toEqual([
    { kind, severity: 'error', server: 'n1', message: `n1 refused it: ${error}`, hint },
  ])
})

test('a message from a server that does not trace may be delivered in spite of the dry run', () => {
  const ingress = { ...EVENT.ingress, kind: 'route', name: 'n0' } as const

  expect(ingressStops({ ...EVENT, ingress, partial: true, dryRun: true })).toMatchObject([
    { kind: 'origin-unknown', message: expect.stringContaining('in spite of the dry run') },
  ])
})

test('a message that a server took stops nowhere', () => {
  expect(ingressStops(EVENT)).toEqual([])
})

const EVENT: TraceEvent = {
  server: { name: 'n1', id: 'N1', version: '2.15.1' },
  headers: new Map([['Nats-Trace-Dest', ['trace.t1']]]),
  messageBytes: 0,
  hop: '',
  partial: false,
  dryRun: false,
  announced: 0,
  ingress: { timeUnixNano: 1n, kind: 'client', name: 'app', subject: 'a' },
  items: [],
}
