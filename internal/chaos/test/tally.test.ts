import { expect, test } from 'vitest'
import type { ChaosRecord } from '../src/records/chaos-record.ts'
import { makeRound } from '../src/records/make-round.ts'
import { tally } from '../src/tally.ts'

test('what neither arrived nor was given up is lost', () => {
  const result = tally([record('a', 'b'), record('c')], new Map([['a', 1]]), [])

  expect(result).toMatchObject({ stored: 3, arrived: 1, lost: ['b', 'c'] })
})

test('what arrived twice is a duplicate, and no loss', () => {
  const result = tally(
    [record('a', 'b')],
    new Map([
      ['a', 3],
      ['b', 1],
    ]),
    [],
  )

  expect(result).toMatchObject({ arrived: 2, duplicates: 2, lost: [] })
})

test('a dead letter is of the record that has its bytes', () => {
  const poison = { ...record('a'), isPoison: true }
  const other = { data: Buffer.from('other'), reason: 'no' }

  expect(tally([poison], new Map(), [other])).toMatchObject({ deadLetters: 0, lost: ['a'] })
  expect(tally([poison], new Map(), [{ ...other, data: poison.data }])).toMatchObject({
    deadLetters: 1,
    lost: [],
    wronglyGivenUp: [],
  })
})

test('a dead letter of a record that can be sent is told of with its reason', () => {
  const good = record('a')

  expect(tally([good], new Map(), [{ data: good.data, reason: 'HTTP 500' }])).toMatchObject({
    deadLetters: 0,
    lost: [],
    wronglyGivenUp: ['HTTP 500'],
  })
})

test('no two things that are stored have one name', () => {
  const rounds = Array.from({ length: 40 }, (_, round) => makeRound(round, { withPoison: true }))
  const ids = rounds.flat().flatMap((each) => each.ids)

  expect(new Set(ids).size).toBe(ids.length)
})

function record(...ids: readonly string[]): ChaosRecord {
  return { subject: 's', data: Buffer.from(ids.join()), ids, isPoison: false }
}
