import { expect, test } from 'vitest'
import { commandOf } from './command-of.ts'

test.each([
  ['start', 'npm run -s hopscope --'],
  ['hopscope', 'npm run -s hopscope --'],
  ['npx', 'npx hopscope'],
  [undefined, 'hopscope'],
])('who called the demo by the script %s calls %s', (script, command) => {
  expect(commandOf({ npm_lifecycle_event: script })).toBe(command)
})
