import { expect, test } from 'vitest'
import type { HeldRecord } from './held-record.ts'
import { SuspectTrials } from './suspect-trials.ts'

test('a suspect has its turn when nothing else is in hand and the server knows what was settled', async () => {
  const { trials, hand, turns, flushed } = makeTrials()
  hand.size = 2
  trials.add(suspect(1))
  await flushed()

  expect(turns).toEqual([])

  hand.size = 1
  trials.released()

  expect(turns).toEqual([])

  await flushed()

  expect(turns).toEqual([1])
})

test('a suspect waits for those that came with it', async () => {
  const { trials, hand, turns, flushed } = makeTrials()
  hand.size = 2
  trials.add(suspect(2))
  trials.add(suspect(1))
  await flushed()

  expect(turns).toEqual([1])
  expect(trials.size).toBe(1)
})

test('one more is tried at once when it is asked for', () => {
  const { trials, hand, turns } = makeTrials()
  hand.size = 9
  trials.add(suspect(1))
  trials.tryOneMore()

  expect(turns).toEqual([1])
})

test('a flush that fails takes no turn away', async () => {
  const { trials, hand, turns, flushed } = makeTrials(() => Promise.reject(new Error('closed')))
  hand.size = 1
  trials.add(suspect(1))
  await flushed()

  expect(turns).toEqual([1])
})

function makeTrials(flush: () => Promise<void> = () => Promise.resolve()) {
  const hand = { size: 0 }
  const turns: number[] = []
  const trials = new SuspectTrials({
    flush,
    inHand: () => hand.size,
    onTurn: ({ sequence }) => turns.push(sequence),
  })
  return { trials, hand, turns, flushed: () => new Promise((resolve) => setImmediate(resolve)) }
}

function suspect(sequence: number): HeldRecord {
  const message = { data: new Uint8Array(10) } as HeldRecord['message']
  return { sequence, deliveries: 6, storedAtMs: 0, ackSubject: '', message }
}
