import { expect, test } from 'vitest'
import { HandRecords } from './hand-records.ts'
import type { HeldRecord } from './held-record.ts'

test('a record that comes again while it is in hand is acknowledged by its last delivery', () => {
  const hand = new HandRecords()
  const held = record(7)
  hand.add(held)

  expect(hand.findDelivered(7, 'second')).toBe('held')
  expect(held.ackSubject).toBe('second')
  expect(hand.size).toBe(1)
})

test('a record that was settled is known when it comes again, and one that was handed back is not', () => {
  const hand = new HandRecords()
  const [settled, handedBack] = [record(7), record(8)]
  hand.add(settled)
  hand.add(handedBack)
  hand.release(settled, true)
  hand.release(handedBack, false)

  expect(hand.findDelivered(7, '')).toBe('settled')
  expect(hand.findDelivered(8, '')).toBeUndefined()
  expect([hand.size, hand.bytes]).toEqual([0, 0])
})

test('another record of the sequence is not the one in hand', () => {
  const hand = new HandRecords()
  hand.add(record(7))

  expect(hand.has(record(7))).toBe(false)
})

test('twenty thousand settled records are known, and no more', () => {
  const hand = new HandRecords()
  for (let sequence = 1; sequence <= 20_001; sequence++) {
    const held = record(sequence)
    hand.add(held)
    hand.release(held, true)
  }

  expect(hand.findDelivered(1, '')).toBeUndefined()
  expect(hand.findDelivered(2, '')).toBe('settled')
})

test('records that were settled in a stream that is gone are not known', () => {
  const hand = new HandRecords()
  const held = record(7)
  hand.add(held)
  hand.release(held, true)
  hand.forgetSettled()

  expect(hand.findDelivered(7, '')).toBeUndefined()
})

function record(sequence: number): HeldRecord {
  const message = { data: new Uint8Array(10) } as HeldRecord['message']
  return { sequence, deliveries: 1, storedAtMs: 0, ackSubject: 'first', message }
}
