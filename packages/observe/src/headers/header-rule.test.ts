import { expect, test } from 'vitest'
import { contractName, headerRule } from './header-rule.ts'

test.each([
  ['traceparent', 'trace-context'],
  ['Traceparent', 'trace-context'],
  ['BAGGAGE', 'trace-context'],
  ['X-Correlation-Id', 'reserved'],
  ['X-Subject', 'overwritten'],
  ['X-Failed-At', 'dead-letter'],
  ['nats-trace-dest', 'server-trace'],
  ['Xraceparent', 'server-trace'],
  ['Nats-Msg-Id', 'nats'],
  ['Nats-Expected-Last-Sequence', 'nats'],
])('has for %s the rule %s', (name, rule) => {
  expect(headerRule(name)).toBe(rule)
})

test.each(['x-tenant-id', 'Natsy', 'trace-parent', '', '__proto__', 'constructor'])(
  'leaves %j to the application',
  (name) => {
    expect(headerRule(name)).toBeUndefined()
    expect(contractName(name)).toBe(name)
  },
)

test.each([
  ['Traceparent', 'traceparent'],
  ['X-CALLER-NAME', 'x-caller-name'],
  ['nats-ttl', 'Nats-TTL'],
  ['nats-trace-dest', 'Nats-Trace-Dest'],
])('spells %s as %s', (name, spelled) => {
  expect(contractName(name)).toBe(spelled)
})

test('leaves the spelling of what NATS defines and the contract does not list', () => {
  expect(contractName('Nats-Expected-Last-Sequence')).toBe('Nats-Expected-Last-Sequence')
})
