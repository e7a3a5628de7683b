import { expect, test } from 'vitest'
import type { Assembly, Hop } from '../assemble/assembly.ts'
import type { ConnectionKind } from '../event/connection-kind.ts'
import type { Mapping, Storage, TraceItem } from '../event/trace-event.ts'
import { streamMeetings } from './stream-meetings.ts'

test('a stream of the account that the message was published in is our own', () => {
  expect(foreignStreams(hop('A', [stored('MINE'), EXPORT]))).toEqual({ MINE: false })
})

test('a stream behind the boundary of an account is foreign, on this server and on the next', () => {
  const next = hop('B', [stored('THERE')], { kind: 'route' })

  expect(foreignStreams(hop('A', [EXPORT, stored('HERE')], { next: [next] }))).toEqual({
    HERE: true,
    THERE: true,
  })
})

test('the account at the other end of a leaf node connection is our own', () => {
  const next = hop('HUB', [stored('ORDERS')], { kind: 'leafnode' })

  expect(foreignStreams(hop('EDGE', [], { next: [next] }))).toEqual({ ORDERS: false })
})

test('of two streams of one name, it is the foreign one that counts', () => {
  expect(foreignStreams(hop('A', [stored('S'), EXPORT, stored('S')]))).toEqual({ S: true })
})

test('streams of one name on two servers are two', () => {
  const far = hop('HUB', [stored('S')], { kind: 'leafnode', server: 'n2' })
  const root = hop('EDGE', [stored('S')], { next: [far] })

  expect(streamMeetings(assemblyOf(root))).toHaveLength(2)
})

test('what is no name of a stream is left out', () => {
  const items = ['', 'a.b', '>', 'a b', 'a/b'].map((name) => stored(name))

  expect(foreignStreams(hop('A', items))).toEqual({})
})

const EXPORT: Mapping = { type: 'stream export', account: 'B', to: 'a', timeUnixNano: 1n }

function stored(stream: string): Storage {
  return { type: 'storage', stream, noInterest: false, timeUnixNano: 1n }
}

function hop(
  account: string,
  items: readonly TraceItem[],
  {
    kind = 'client',
    next = [],
    server = 'n1',
  }: { kind?: ConnectionKind; next?: readonly Hop[]; server?: string } = {},
): Hop {
  return {
    event: {
      server: { name: server, id: server, version: '2.15.1' },
      headers: new Map(),
      messageBytes: 0,
      hop: '',
      partial: false,
      dryRun: false,
      announced: 0,
      ingress: { timeUnixNano: 1n, kind, name: 'app', account, subject: 'a' },
      items,
    },
    next,
    missing: [],
  }
}

function foreignStreams(root: Hop): Readonly<Record<string, boolean>> {
  const meetings = streamMeetings(assemblyOf(root))
  return Object.fromEntries(meetings.map(({ storage, foreign }) => [storage.stream, foreign]))
}

function assemblyOf(root: Hop): Assembly {
  return { roots: [root], missing: [], hopCount: 1, duplicates: 0, complete: true }
}
