import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTimestamp } from './parse-timestamp.ts'

test.each([
  ['2026-11-21T04:27:02Z', 1_795_235_222_000_000_000n],
  ['2026-11-21T04:27:02.34708965Z', 1_795_235_222_347_089_650n],
  ['2026-11-21T10:07:39.104026858+05:30', 1_795_235_859_104_026_858n],
  ['2026-11-20T23:37:39.1-05:00', 1_795_235_859_100_000_000n],
  ['1969-12-31T23:59:59.999999999Z', -1n],
  ['0001-01-01T00:00:00.5Z', -62_135_596_799_500_000_000n],
  ['2016-12-31T23:59:60Z', 1_483_228_800_000_000_000n],
])('reads %s to the nanosecond', (text, nanos) => {
  expect(parseTimestamp(text)).toBe(nanos)
})

test.each([
  '',
  'yesterday',
  '2026-11-21',
  '2026-11-21T04:27:02',
  '2026-13-21T04:27:02Z',
  '2026-11-21T04:27:61Z',
  '2026-11-21T04:27:02.1234567890Z',
  '2026-11-21T04:27:02.Z',
  '2026-11-21T04:27:02+24:00',
  '2026-11-21T04:27:02+05:60',
  '2026-11-21T04:27:02*05:30',
  '2026-11-21T04:27:02+05:300',
  '2026-11-21T04:27:02Zx',
  '2026-11-21 04:27:02Z',
  '2026-11-21T24:00:00Z',
  '2026-11-32T04:27:02Z',
  '2026-00-21T04:27:02Z',
  '２026-11-21T04:27:02Z',
  `2026-11-21T04:27:02.${'1'.repeat(60)}Z`,
])('takes %j for no time', (text) => {
  expect(parseTimestamp(text)).toBeUndefined()
})

test('agrees with Date on every millisecond and zone', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), noInvalidDate: true, max: YEAR_9999 }),
      zone(),
      (date, offset) => {
        const text = date.toISOString().replace('Z', offset)

        expect(parseTimestamp(text)).toBe(BigInt(Date.parse(text)) * 1_000_000n)
      },
    ),
  )
})

const YEAR_9999 = new Date('9999-12-31T00:00:00Z')

function zone(): fc.Arbitrary<string> {
  return fc.constantFrom('Z', '+00:00', '+05:30', '-09:45', '+14:00')
}
