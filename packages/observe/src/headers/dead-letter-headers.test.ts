import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { deadLetterHeaders, type DeadLetterInfo } from './dead-letter-headers.ts'
import { readDeadLetter } from './read-dead-letter.ts'

const END_OF_YEARS = new Date('9999-12-31T23:59:59.999Z')

test('writes the five headers in their order', () => {
  expect(deadLetterHeaders(deadLetter())).toEqual([
    ['x-dead-letter-reason', 'out of stock'],
    ['x-original-subject', 'orders__microservice.ev.orders.created'],
    ['x-original-stream', 'orders__microservice_ev-stream'],
    ['x-failed-at', '2026-11-21T04:28:04.491Z'],
    ['x-delivery-count', '3'],
  ])
})

test('is read back as it was written', () => {
  const letters = fc.record({
    reason: fc.lorem(),
    subject: fc.domain(),
    stream: fc.uuid(),
    failedAt: fc.date({ min: new Date(0), max: END_OF_YEARS, noInvalidDate: true }),
    deliveryCount: fc.maxSafeNat(),
  })

  fc.assert(
    fc.property(letters, (letter) => {
      expect(readDeadLetter(received(letter))).toEqual(letter)
    }),
  )
})

test('can be sent whatever the error said', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.nat(0xff).map((code) => String.fromCharCode(code)) }),
      (reason) => {
        const values = deadLetterHeaders(deadLetter({ reason })).map(([, value]) => value)

        expect(values.join('')).not.toMatch(/\p{Cc}/u)
      },
    ),
  )
})

test.each([NaN, -1, 1.5])('leaves out a date and a count that are none: %d', (deliveryCount) => {
  const headers = deadLetterHeaders(deadLetter({ failedAt: new Date(NaN), deliveryCount }))

  expect(headers.map(([name]) => name)).toEqual([
    'x-dead-letter-reason',
    'x-original-subject',
    'x-original-stream',
  ])
})

test('keeps a subject whole, however long', () => {
  const subject = 'a'.repeat(3000)

  expect(deadLetterHeaders(deadLetter({ subject }))).toContainEqual(['x-original-subject', subject])
})

test('is no dead letter without headers', () => {
  expect(readDeadLetter(undefined)).toBeUndefined()
})

test('leaves out a date that no calendar has', () => {
  const read = readDeadLetter([
    ['x-dead-letter-reason', ['out of stock']],
    ['x-failed-at', ['2026-13-41T25:61:61.000Z']],
  ])

  expect(read).toEqual({ reason: 'out of stock' })
})

test('leaves out a count that no number can hold', () => {
  const read = readDeadLetter([
    ['x-original-subject', ['orders.new']],
    ['x-delivery-count', ['99999999999999999999']],
  ])

  expect(read).toEqual({ subject: 'orders.new' })
})

function deadLetter(parts: Partial<DeadLetterInfo> = {}): DeadLetterInfo {
  return {
    reason: 'out of stock',
    subject: 'orders__microservice.ev.orders.created',
    stream: 'orders__microservice_ev-stream',
    failedAt: new Date('2026-11-21T04:28:04.491Z'),
    deliveryCount: 3,
    ...parts,
  }
}

function received(letter: DeadLetterInfo): Map<string, readonly string[]> {
  return new Map(deadLetterHeaders(letter).map(([name, value]) => [name, [value]]))
}
