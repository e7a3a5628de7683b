import { expect, test } from 'vitest'
import { ALL_ARRIVED, runShortened } from './run-shortened.ts'

test.each([
  ['is down', 'backend-down'],
  ['asks to be left alone', 'throttled'],
  ['answers 500 to everything', 'errors-500'],
  ['answers 500 to everything from the start', 'errors-500-at-start'],
  ['answers 500 to all but empty requests', 'errors-500-but-empty'],
  ['answers 503 now and then', 'errors-503'],
  ['answers too late now and then', 'slow'],
  ['resets connections now and then', 'resets'],
  ['breaks off its answers now and then', 'half-answers'],
  ['answers with a web page now and then', 'wrong-content'],
  ['has nothing for one signal', 'one-signal-404'],
])('while a backend %s, nothing is lost', { timeout: 120_000 }, async (_, fault) => {
  expect(await runShortened(fault)).toEqual(ALL_ARRIVED)
})

test(
  'records that can never be sent become dead letters, and no others',
  { timeout: 120_000 },
  async () => {
    const result = await runShortened('poison')

    expect(result).toMatchObject({ isPassed: true, missing: 0, lost: [], wronglyGivenUp: [] })
    expect(result.deadLetters).toBeGreaterThanOrEqual(3)
  },
)
