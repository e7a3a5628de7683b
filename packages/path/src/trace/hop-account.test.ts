import { expect, test } from 'vitest'
import type { ConnectionKind } from '../event/connection-kind.ts'
import type { Egress, TraceEvent } from '../event/trace-event.ts'
import { HopAccount } from './hop-account.ts'

test('is complete when every server that was announced has reported, in whatever order', () => {
  expect(isComplete([event('B', '1', 'A'), ORIGIN])).toBe(true)
  expect(isComplete([ORIGIN])).toBe(false)
  expect(isComplete([event('B', '1', 'A')])).toBe(false)
})

test('does not take a forwarded reply for the server that forwarded it under the same number', () => {
  const forwarder = reply('B', '1', 'A', 'gateway')
  const forwarded = reply('C', '1', 'B')

  expect(isComplete([ORIGIN, forwarded])).toBe(false)
  expect(isComplete([ORIGIN, forwarded, forwarder])).toBe(true)
})

test('does not take a forwarded reply without a number for the origin', () => {
  expect(isComplete([reply('C', '', 'B')])).toBe(false)
})

const ORIGIN = event('A', '', '', [
  { type: 'egress', timeUnixNano: 1n, kind: 'gateway', name: 'B', hop: '1' },
])

function isComplete(events: readonly TraceEvent[]): boolean {
  const account = new HopAccount()
  for (const each of events) account.add(each)
  return account.complete
}

function event(
  server: string,
  hop: string,
  from: string,
  items: readonly Egress[] = [],
): TraceEvent {
  return {
    server: { name: server, id: server, version: '2.15.1' },
    headers: new Map(),
    messageBytes: 0,
    hop,
    partial: false,
    dryRun: false,
    announced: items.length,
    ingress: { timeUnixNano: 1n, kind: hop === '' ? 'client' : 'route', name: from, subject: 'a' },
    items,
  }
}

function reply(
  server: string,
  hop: string,
  from: string,
  kind: ConnectionKind = 'route',
): TraceEvent {
  const counted = event(server, hop, from)
  const subject = '_GR_.1a2B3c.4d5E6f._INBOX.abc'
  return { ...counted, ingress: { ...counted.ingress, kind, subject } }
}
