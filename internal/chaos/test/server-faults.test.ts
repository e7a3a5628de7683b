import { expect, test } from 'vitest'
import { ALL_ARRIVED, runShortened } from './run-shortened.ts'

test.each([
  ['a server is killed and comes back', 'server-restart'],
  ['a cluster elects other leaders', 'leader-change'],
  ['the leader of a cluster is killed', 'node-killed'],
  ['the leader of a cluster hangs', 'node-frozen'],
])('when %s, nothing is lost', { timeout: 120_000 }, async (_, fault) => {
  expect(await runShortened(fault)).toEqual(ALL_ARRIVED)
})
