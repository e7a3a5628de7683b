import { expect, test } from 'vitest'
import { shellCommand } from './shell-command.ts'

test('writes plain words as they are', () => {
  expect(shellCommand(['nats', 'stream', 'get', 'ORDERS', '12'])).toBe('nats stream get ORDERS 12')
})

test.each(['$(reboot)', "a'; reboot; '", '`reboot`', '-f', 'a b', 'orders.>'])(
  'lets a shell run nothing of %s',
  (word) => {
    expect(shellCommand(['nats', 'trace', word])).toBe(
      `nats trace '${word.replaceAll("'", String.raw`'\''`)}'`,
    )
  },
)

test.each(['a\nreboot', 'a\u001b[201~reboot', 'a\u202eb'])(
  'writes no command with control characters: %j',
  (word) => {
    expect(shellCommand(['nats', 'trace', word])).toBeUndefined()
  },
)
