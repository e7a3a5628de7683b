import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compare } from '../src/observed/compare.ts'
import { readReviewed, review, VERDICTS, type Reviewed } from '../src/observed/reviewed.ts'

test('a difference that is in the table is no news', () => {
  expect(review('01-event', [DIFFERENCE], [row({})])).toEqual({ unreviewed: [], gone: [] })
})

test('a difference that the table has with another value of ours is news', () => {
  const { unreviewed, gone } = review('01-event', [DIFFERENCE], [row({ ours: '3' })])

  expect([unreviewed, gone]).toEqual([[DIFFERENCE], [GONE]])
})

test('a difference that the table has for another file is news', () => {
  const table = [row({ where: { '02-event-record': [DIFFERENCE.field] } })]

  expect(review('01-event', [DIFFERENCE], table).unreviewed).toEqual([DIFFERENCE])
})

test('a row of the table without its difference is told of', () => {
  expect(review('01-event', [], [row({})]).gone).toEqual([GONE])
})

test('a fact that only one side has is a difference', () => {
  const recorded = new Map([
    ['both', '1'],
    ['recorded', '2'],
  ])
  const ours = new Map([
    ['both', '1'],
    ['ours', '3'],
  ])

  expect(compare(recorded, ours)).toEqual([
    { field: 'recorded', recorded: '2' },
    { field: 'ours', ours: '3' },
  ])
})

test('what only one side has at all is one difference', () => {
  const recorded = new Map([['reads[0].written', '["reply"]']])
  const ours = new Map([
    ['reads[0].written', '["reply"]'],
    ['reads[0].reply.headers', 'x-error'],
    ['reads[0].reply.payload', '{}'],
  ])

  expect(compare(recorded, ours)).toEqual([
    { field: 'reads[0].reply', ours: 'headers: x-error; payload: {}' },
  ])
})

test('every row of the table has a verdict, a reason, and files that exist', async () => {
  const files = readdirSync(new URL('fixtures/', import.meta.url))
  const table = await readReviewed()
  const ids = table.flatMap(({ where }) => Object.keys(where))

  expect(table.filter(({ verdict }) => !VERDICTS.includes(verdict))).toEqual([])
  expect(table.filter(({ reason }) => reason.length < 20)).toEqual([])
  expect(ids.filter((id) => !files.includes(`${id}.json`))).toEqual([])
})

test('no two rows of the table are about the same fact', async () => {
  const table = await readReviewed()
  const facts = table.flatMap(({ where }) =>
    Object.entries(where).flatMap(([id, fields]) => fields.map((field) => `${id} ${field}`)),
  )

  expect(facts).toEqual([...new Set(facts)])
})

const DIFFERENCE = { field: 'writes[0].payload', recorded: '1', ours: '2' }
const GONE = { field: 'writes[0].payload', reason: 'the contract says so' }

function row(fields: Partial<Reviewed>): Reviewed {
  return {
    verdict: 'contract wins',
    reason: 'the contract says so',
    ours: '2',
    where: { '01-event': ['writes[0].payload'] },
    ...fields,
  }
}
