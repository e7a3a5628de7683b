import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { HEADERS } from './header-contract.ts'
import type { HeaderEntry, HeaderPlace } from './header-entry.ts'

const PAGE = new URL('../../../../docs/reference/headers.md', import.meta.url)
const PLACES = ['event', 'request', 'reply', 'dead-letter', 'server', 'application'] as const

// A name in this list stands until the next major version: services in other languages, of other
// people, read and write it. Do not change one to make the test pass.
const FROZEN = [
  'traceparent: trace-context',
  'tracestate: trace-context',
  'baggage: trace-context',
  'x-correlation-id: reserved',
  'x-reply-to: reserved',
  'x-error: reserved',
  'x-subject: overwritten',
  'x-caller-name: overwritten',
  'x-dead-letter-reason: dead-letter',
  'x-original-subject: dead-letter',
  'x-original-stream: dead-letter',
  'x-failed-at: dead-letter',
  'x-delivery-count: dead-letter',
  'Nats-Trace-Dest: server-trace',
  'Nats-Trace-Only: server-trace',
  'Nats-Trace-Hop: server-trace',
  'Nats-Trace-Origin-Account: server-trace',
  'Nats-Msg-Id: nats',
  'Nats-TTL: nats',
  'Nats-Schedule: nats',
  'Nats-Schedule-Target: nats',
  'Nats-Schedule-TTL: nats',
  'Nats-Rollup: nats',
]

test('changes the name and the rule of a header only with a major version', () => {
  const headers = HEADERS.map(({ name, rule }) => `${name}: ${rule}`)

  expect(headers).toEqual(expect.arrayContaining(FROZEN))
})

test('is the matrix and the table of the reference page', () => {
  const matrix = HEADERS.map((entry) => [entry.name, ...cellsOf(entry), entry.source])
  const table = HEADERS.map(({ name, rule, stability, meaning }) => [
    name,
    rule,
    stability,
    meaning,
  ])

  expect(documentedRows('At a glance')).toEqual(matrix)
  expect(documentedRows('What they say')).toEqual(table)
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

test('calls transitional what servers rename, and nothing else', () => {
  const transitional = HEADERS.filter(({ stability }) => stability === 'transitional')

  expect(transitional.map(({ name }) => name)).toEqual(['Xraceparent', 'Xats-Trace-Dest'])
})

function documentedRows(heading: string): readonly (readonly string[])[] {
  const page = readFileSync(PAGE, 'utf8')
  const [section = ''] = page.split(`\n## ${heading}\n`)[1]?.split('\n## ') ?? []
  return Array.from(section.matchAll(/^\| (`.+) \|$/gm), ([, row = '']) =>
    row.split('|').map((cell, column) => (column === 0 ? cell.replaceAll('`', '') : cell).trim()),
  )
}

function cellsOf({ reads, writes }: HeaderEntry): readonly string[] {
  return PLACES.map((place) => `${letter('R', reads, place)} ${letter('W', writes, place)}`.trim())
}

function letter(text: string, places: readonly HeaderPlace[], place: HeaderPlace): string {
  return places.includes(place) ? text : ''
}

function documentedRules() {
  const items = readFileSync(PAGE, 'utf8').matchAll(/^- \*\*(.+?)\*\*:/gm)
  return Array.from(items, ([, rule]) => rule)
}
