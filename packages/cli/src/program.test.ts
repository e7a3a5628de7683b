import { expect, test } from 'vitest'
import { runInFake } from '../test/run-in-fake.ts'

test('a word too many for a command that takes none is not to be put in quotes', async () => {
  const { exitCode, stderr } = await runInFake(['up', 'extra'])

  expect(exitCode).toBe(2)
  expect(stderr).toMatch(
    /^error: too many arguments.*\nhint: add --help to see what can be typed\n$/,
  )
})

test('words too many for a command that takes a text may be a text without its quotes', async () => {
  const { stderr } = await runInFake(['trace', 'orders.new', 'hello', 'world'])

  expect(stderr).toMatch(/\nhint: put quotes around a text of several words\n$/)
})
