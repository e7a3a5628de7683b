import { expect, test } from 'vitest'
import { isForwardedReply } from './gateway-reply.ts'

const WRAPPED = '_GR_.1a2B3c.4d5E6f._INBOX.abc.1'

test.each([
  ['route', WRAPPED, true],
  ['gateway', WRAPPED, false],
  ['leafnode', WRAPPED, false],
  ['route', '_INBOX.abc.1', false],
  ['route', '_GR_.orders', false],
] as const)('what came by a %s as %s is a forwarded reply: %s', (kind, subject, forwarded) => {
  expect(isForwardedReply({ timeUnixNano: 1n, kind, name: 'n1', subject })).toBe(forwarded)
})
