import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runInFake } from './run-in-fake.ts'
import { temporaryFolder } from './temporary-folder.ts'

const SEED = recording('seedexact-dryrun')
const SILENT = recording('synthetic-missing-leafs')

test.each([
  'complete',
  'stream=ORDERS',
  'subscribers=2',
  'subscribers>=2',
  'subscribers<=2',
  'servers=C3L3,C3N2,C3N3,C1N1,C1N3,C1L2,C2N2,C2N3',
  'max-latency=10s',
])('a trace that has %s meets the expectation', async (expectation) => {
  expect(await expecting(SEED, expectation)).toMatchObject({ exitCode: 0, stderr: '' })
})

test.each([
  ['stream=PAYMENTS', 'expected stream PAYMENTS, got ORDERS'],
  ['subscribers=0', 'expected subscribers=0, got 2'],
  ['subscribers>=3', 'expected subscribers>=3, got 2'],
  ['subscribers<=1', 'expected subscribers<=1, got 2'],
  [
    'servers=C3L3,C9N9',
    'expected servers C3L3, C9N9, lacking: C9N9, others: C3N2, C3N3, C1N1, C1N3, C1L2, C2N2, C2N3',
  ],
])('a trace that has no %s fails', async (expectation, message) => {
  const { exitCode, stderr } = await expecting(SEED, expectation)

  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: `error: ${message}\n` })
})

test('a link that is too slow is named', async () => {
  const { exitCode, stderr } = await expecting(SEED, 'max-latency=1ns')

  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^error: expected no link above 0.000001 ms, got .*C3L3 → C3N2 [\d.]+ ms/)
})

test('servers that are silent fail a trace that is to be complete', async () => {
  const { exitCode, stderr } = await expecting(SILENT, 'complete')

  expect(exitCode).toBe(1)
  expect(stderr).toMatch(/^error: expected every server to report, silent: \w+/)
})

test.each([
  ['subscribers=0', 'got 0 or more: C1L2, C2N3 did not report'],
  ['subscribers<=3', 'got 0 or more: C1L2, C2N3 did not report'],
])(
  'that there are no more than %s is not known while a server is silent',
  async (most, message) => {
    expect(await expecting(SILENT, most)).toMatchObject({
      exitCode: 1,
      stderr: `error: expected ${most}, ${message}\n`,
    })
  },
)

test('that there are none is not known when no server reported', async () => {
  await using folder = await temporaryFolder()
  const nothing = folder.file('nothing.json')
  await writeFile(nothing, '{"subject":"orders.new","events":[]}')

  expect(await expecting(nothing, 'subscribers=0')).toMatchObject({
    exitCode: 1,
    stderr: 'error: expected subscribers=0, got 0 or more: not every server reported\n',
  })
})

test('of several expectations, each that fails is listed', async () => {
  const several = ['--expect', 'stream=A', '--expect', 'complete', '--expect', 'subscribers=9']
  const { exitCode, stderr } = await runInFake(['trace', '--replay', SEED, ...several])

  expect(exitCode).toBe(1)
  expect(stderr).toBe(
    'error: expected stream A, got ORDERS\nerror: expected subscribers=9, got 2\n',
  )
})

test('what is expected decides, also that nobody gets the message', async () => {
  const nobody = recording('seed-no-interest')

  expect(await expecting(nobody, 'subscribers=0')).toMatchObject({ exitCode: 0, stderr: '' })
})

test('an expectation that is malformed is wrong usage', async () => {
  expect(await expecting(SEED, 'subs>2')).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('error: "subs>2" cannot be expected\n'),
  })
})

function expecting(file: string, expectation: string) {
  return runInFake(['trace', '--replay', file, '--expect', expectation])
}

function recording(name: string): string {
  return join(import.meta.dirname, `../../path/test/fixtures/server-events/${name}.json`)
}
