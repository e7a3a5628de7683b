import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { HEADERS, headerRule } from './header-contract.ts'

const PAGE = new URL('../../../../docs/reference/headers.md', import.meta.url)

test('is the table of the reference page', () => {
  expect(documentedHeaders()).toEqual(HEADERS)
})

test('has its rules explained on the reference page, each once', () => {
  const explained = documentedRules()
  const rules = new Set(HEADERS.map(({ rule }) => rule))

  expect(explained).toEqual([...rules])
})

test('names every header once', () => {
  const names = HEADERS.map(({ name }) => name.toLowerCase())

  expect(new Set(names).size).toBe(names.length)
})

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
  },
)

function documentedHeaders() {
  const rows = readFileSync(PAGE, 'utf8').matchAll(/^\| `(.+?)` +\| (\S+) +\| (.+?) +\|$/gm)
  return Array.from(rows, ([, name, rule, meaning]) => ({ name, rule, meaning }))
}

function documentedRules() {
  const items = readFileSync(PAGE, 'utf8').matchAll(/^- \*\*(.+?)\*\*:/gm)
  return Array.from(items, ([, rule]) => rule)
}
