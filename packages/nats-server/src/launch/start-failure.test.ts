import { expect, test } from 'vitest'
import { lastComplaint } from './start-failure.ts'

test('takes the last fatal line, without process, time and folder', () => {
  const log = [
    '[7] 2026/11/21 06:20:57.552511 [INF] Starting nats-server',
    '[7] 2026/11/21 06:20:57.557583 [FTL] Error listening on port: 127.0.0.1:4222, in use',
    '[7] 2026/11/21 06:20:57.557622 [INF] Initiating Shutdown...',
  ].join('\n')

  expect(lastComplaint(log, '/run/n1')).toBe('Error listening on port: 127.0.0.1:4222, in use')
})

test('takes the last line when none is fatal, as for a configuration that cannot be read', () => {
  const log = 'nats-server: /run/n1/extra.conf:2:1: unknown field "foo"\n\n'

  expect(lastComplaint(log, '/run/n1')).toBe('extra.conf:2:1: unknown field "foo"')
})

test('says so when the server wrote nothing', () => {
  expect(lastComplaint('', '/run/n1')).toBe('it wrote nothing')
})
