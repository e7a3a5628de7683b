import { startNatsServer } from '@hopscope/nats-server'
import { expect, test } from 'vitest'
import { runCell } from './run-cell.ts'

const NODES = [
  ['22', process.env['NODE_22_BIN']],
  ['24', process.env['NODE_24_BIN']],
  ['26', process.execPath],
] as const

for (const [major, bin] of NODES) {
  if (bin !== undefined) continue
  process.stderr.write(
    `Node ${major} is not tested: set NODE_${major}_BIN to its path; scripts/other-node.sh fetches one\n`,
  )
}

test('CI tests on every Node that we support', () => {
  const missing = NODES.filter(([, bin]) => bin === undefined).map(([major]) => major)

  expect(process.env['CI'] === undefined ? [] : missing).toEqual([])
})

// One file for all that record spans: neither the SDK nor Node is to make a difference.
test.for(
  NODES.flatMap(([major, bin]) =>
    (
      [
        ['sdk-2', 'recorded'],
        ['sdk-3', 'recorded'],
        ['recorder', 'recorded'],
        ['none', 'not-recorded'],
      ] as const
    ).map(([backend, expected]) => ({ major, bin, backend, expected })),
  ),
)('Node $major with $backend', async ({ bin, backend, expected }, { skip }) => {
  if (bin === undefined) {
    skip('no such Node')
    return
  }
  await using server = await startNatsServer()
  const seen = await runCell({ bin, backend, url: server.url })

  await expect(seen).toMatchFileSnapshot(`expected/${expected}.json`)
})
