import { expect, test } from 'vitest'
import { requirePublishable, requireTraceable } from './require-traceable.ts'

test.each(['2.11.0', '2.15.1', '2.14.0-RC.1', '3.0.0'])('accepts a server %s', (version) => {
  expect(() => requireTraceable(connectedTo(version))).not.toThrow()
})

test.each(['2.10.27', '2.9.10', '1.4.1', ''])('refuses a server %j, naming it', (version) => {
  expect(() => requireTraceable(connectedTo(version))).toThrow(
    expect.objectContaining({
      code: 'SERVER_TOO_OLD',
      message: `server n1 is ${version}, tracing needs 2.11`,
    }),
  )
})

test('refuses a connection that is closed', () => {
  expect(() => requireTraceable({ isClosed: () => true })).toThrow(
    expect.objectContaining({ code: 'CONNECTION_CLOSED' }),
  )
})

test.each(['orders.new', 'a', '$JS.API.INFO', 'a*b'])('takes %j for a subject', (subject) => {
  expect(() => requirePublishable(subject)).not.toThrow()
})

test.each(['', 'a..b', '.a', 'a.', 'a.*', 'a.>', 'a b', 'a\nb'])('refuses %j', (subject) => {
  expect(() => requirePublishable(subject)).toThrow(
    expect.objectContaining({ code: 'SUBJECT_INVALID' }),
  )
})

function connectedTo(version: string): Parameters<typeof requireTraceable>[0] {
  return { info: { version, server_name: 'n1' }, isClosed: () => false }
}
