import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { explain, trace, type Problem } from '../src/index.ts'
import { ACCOUNTS_A_AND_B } from './topologies/accounts-a-and-b.ts'
import { connectForTest, listen } from './topologies/connect-for-test.ts'

let server: NatsServer

beforeAll(async () => {
  server = await startNatsServer({ jetstream: false, config: ACCOUNTS_A_AND_B })
})

afterAll(() => server.stop())

test('a stream import without allow_trace is named with the account that has to set it', async () => {
  expect(await stopsOf('shut.door', 'shut.>')).toEqual([
    {
      kind: 'account-boundary-stream',
      severity: 'warning',
      server: 'n1',
      message:
        'the trace ends before account B: a subscriber there, whom shut.door would reach, is not shown',
      hint: 'set allow_trace in account B, on its import of the stream shut.door from account A',
    },
  ])
})

test('a service export without allow_trace is named with the account that has to set it', async () => {
  expect(await stopsOf('ask.shut', 'svc.>')).toEqual([
    {
      kind: 'account-boundary-service',
      severity: 'warning',
      server: 'n1',
      message:
        'the trace ends at the service import ask.shut → svc.shut of account A from account B; in a dry run a requester is told "no responders" (503) even if there are some',
      hint: 'set allow_trace in account B, on its export of the service svc.shut; if it is set, nobody serves there',
    },
  ])
})

test.each([
  ['open.door', 'open.>'],
  ['ask.open', 'svc.>'],
])('%s stops nowhere, as the boundary lets traces through', async (subject, subscription) => {
  expect(await stopsOf(subject, subscription)).toEqual([])
})

test('a service that nobody serves looks like one that lets no trace through, and that is said', async () => {
  expect(await stopsOf('ask.open', 'elsewhere')).toMatchObject([
    {
      kind: 'account-boundary-service',
      hint: expect.stringContaining('if it is set, nobody serves there'),
    },
  ])
})

async function stopsOf(subject: string, subscription: string): Promise<readonly Problem[]> {
  const publisher = await connectForTest(server, { user: 'A' })
  await listen(await connectForTest(server, { user: 'B' }), subscription)
  return explain((await trace(publisher, subject)).assembly).stops
}
