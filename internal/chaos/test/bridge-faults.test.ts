import { expect, test } from 'vitest'
import { ALL_ARRIVED, runShortened } from './run-shortened.ts'

test.each([
  ['a bridge is killed five times', 'killed-bridge'],
  ['one of two bridges is killed', 'two-bridges'],
])('when %s, nothing is lost', { timeout: 180_000 }, async (_, fault) => {
  expect(await runShortened(fault)).toEqual(ALL_ARRIVED)
})
