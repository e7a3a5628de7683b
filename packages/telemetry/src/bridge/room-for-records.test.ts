import { expect, test } from 'vitest'
import { roomForRecords, type Room, type RoomState } from './room-for-records.ts'

test('an open lane has room up to its limits, less what is in hand', () => {
  expect(room({ isOpen: true, size: 30, bytes: 400 })).toEqual({ records: 70, bytes: 600 })
})

test('there is no room while suspects wait', () => {
  expect(room({ isOpen: true, hasSuspects: true })).toEqual({ records: 0, bytes: 0 })
})

test('there is no room while the backend is away', () => {
  expect(room({ isOpen: false, isDoubtful: false })).toEqual({ records: 0, bytes: 0 })
})

test.each([
  [1, 20],
  [2, 30],
])('an outage that records may have caused leaves room after %i attempts', (attempts, records) => {
  expect(room({ isOpen: false, isDoubtful: true, attempts })).toEqual({ records, bytes: 1000 })
})

interface State {
  readonly isOpen: boolean
  readonly isDoubtful?: boolean
  readonly attempts?: number
  readonly hasSuspects?: boolean
  readonly size?: number
  readonly bytes?: number
}

/** The room in a lane whose batches have 10 records, and that may have 100 with 1000 bytes in hand. */
function room({
  isOpen,
  isDoubtful = false,
  attempts = 1,
  hasSuspects = false,
  ...hand
}: State): Room {
  const outage: RoomState['dispatcher']['outage'] = {
    reason: 'away',
    sinceMs: 0,
    attempts,
    nextAttemptMs: 0,
    isAbsent: false,
    isDoubtful,
  }
  return roomForRecords({
    config: { batchSize: 10, maxBytesInHand: 1000 },
    dispatcher: { isOpen, outage: isOpen ? undefined : outage },
    limit: { records: 100 },
    desk: { size: 0, bytes: 0, ...hand, hasSuspects },
  })
}
