import { expect, test } from 'vitest'
import type { Hop } from '../assemble/assembly.ts'
import type { Egress, Mapping, Storage, TraceItem } from '../event/trace-event.ts'
import { boundaryStops } from './boundary-stops.ts'

test('of two imports of a stream, the one that lets no trace through is named', () => {
  const hop = hopWith([exportTo('B', 'b.a'), toClient('B'), exportTo('C', 'c.a'), toClient()])

  expect(boundaryStops(hop)).toMatchObject([
    {
      kind: 'account-boundary-stream',
      hint: 'set allow_trace in account C, on its import of the stream a from account A',
    },
  ])
})

test('two imports by one account are told apart', () => {
  const hop = hopWith([exportTo('B', 'x.a'), toClient('B'), exportTo('B', 'y.a')])

  expect(boundaryStops(hop)).toMatchObject([{ message: expect.stringContaining('as y.a') }])
})

test('a stream of the exporting account is not taken for one behind the boundary', () => {
  expect(boundaryStops(hopWith([exportTo('B', 'b.a'), storedAs('a')]))).toHaveLength(1)
  expect(boundaryStops(hopWith([exportTo('B', 'b.a'), storedAs('b.a')]))).toEqual([])
  expect(boundaryStops(hopWith([exportTo('B', 'a'), storedAs('a')]))).toEqual([])
})

test('a subscriber of the importing account itself says nothing of the service behind', () => {
  expect(boundaryStops(hopWith([importTo('B', 'a', 'svc'), toClient()]))).toMatchObject([
    {
      kind: 'account-boundary-service',
      hint: expect.stringContaining('in account B, on its export of the service svc'),
    },
  ])
})

test('of a chain of imports, the last is named with the accounts at its ends', () => {
  const hop = hopWith([importTo('B', 'a', 'b'), importTo('C', 'b', 'c')])

  expect(boundaryStops(hop)).toMatchObject([
    { message: 'the trace ends at the service import b → c of account B from account C' },
  ])
})

test('a service on another server is known by the account in which that server had it', () => {
  const crossing = [importTo('B', 'a', 'svc'), ROUTE]
  const next = (account: string): readonly Hop[] => [{ ...hopWith([], account), via: ROUTE }]

  expect(boundaryStops({ ...hopWith(crossing), next: next('B') })).toEqual([])
  expect(boundaryStops({ ...hopWith(crossing), next: next('A') })).toHaveLength(1)
})

test('behind a silent server the trace may go on', () => {
  expect(boundaryStops(hopWith([importTo('B', 'a', 'svc'), ROUTE]))).toEqual([])
})

const ROUTE: Egress = { type: 'egress', kind: 'route', name: 'n2', hop: '1', timeUnixNano: 2n }

function hopWith(items: readonly TraceItem[], account = 'A'): Hop {
  return {
    event: {
      server: { name: 'n1', id: 'N1', version: '2.15.1' },
      headers: new Map(),
      messageBytes: 0,
      hop: '',
      partial: false,
      dryRun: false,
      announced: 0,
      ingress: { timeUnixNano: 1n, kind: 'client', name: 'app', account, subject: 'a' },
      items,
    },
    next: [],
    missing: [],
  }
}

function exportTo(account: string, to: string): Mapping {
  return { type: 'stream export', account, to, timeUnixNano: 2n }
}

function importTo(account: string, from: string, to: string): Mapping {
  return { type: 'service import', account, from, to, timeUnixNano: 2n }
}

function toClient(account?: string): Egress {
  const egress = { type: 'egress', kind: 'client', name: 'sub', timeUnixNano: 2n } as const
  return account === undefined ? egress : { ...egress, account }
}

function storedAs(subject: string): Storage {
  return { type: 'storage', stream: 'S', subject, noInterest: false, timeUnixNano: 2n }
}
