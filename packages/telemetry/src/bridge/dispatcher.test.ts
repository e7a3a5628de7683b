import { expect, test } from 'vitest'
import type { ConvertedRequest } from '../convert/index.ts'
import type { Outcome } from '../otlp-http/index.ts'
import type { Batch } from './batcher.ts'
import { Dispatcher } from './dispatcher.ts'
import type { SendableRecord } from './held-record.ts'

test('nothing is sent before the backend was asked', async () => {
  const backend = script({ probe: [ACCEPTED], send: () => ACCEPTED })
  backend.dispatcher.add(batchOf(1, 2))
  expect(backend.sent).toEqual([])

  await backend.dispatcher.start()

  await expect.poll(() => backend.accepted).toEqual([1, 2])
})

test('a batch that is refused is halved until the record is alone that is not wanted', async () => {
  const backend = script({
    probe: [ACCEPTED],
    send: (sequences) => (sequences.includes(3) ? refused(400) : ACCEPTED),
  })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1, 2, 3, 4, 5))

  await expect.poll(() => new Set(backend.accepted)).toEqual(new Set([1, 2, 4, 5]))
  expect(backend.refused).toEqual([3])
  expect(backend.outages).toEqual([])
})

test('a status that tells nothing is an outage if a request without records is refused as well', async () => {
  const backend = script({
    probe: [ACCEPTED, refused(500), refused(500)],
    send: () => (backend.sent.length < 3 ? refused(500) : ACCEPTED),
  })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1, 2))

  await expect.poll(() => backend.accepted).toEqual([1, 2])
  expect(backend.sent).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ])
  expect(backend.refused).toEqual([])
})

test('a status that tells nothing is about the record that is refused while others are taken', async () => {
  const backend = script({
    send: (sequences) => (sequences.includes(1) ? refused(500) : ACCEPTED),
  })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1, 2))

  await expect.poll(() => backend.accepted).toEqual([2])
  await expect.poll(() => backend.refused).toEqual([1])
})

test.each<[string, Outcome]>([
  ['has never taken a request without records', { kind: 'refused', status: 500, reason: '500' }],
  ['takes no other request than one without records', { kind: 'accepted', rejected: 0 }],
])('a backend that %s has an outage when it takes no record', async (_, answer) => {
  const backend = script({
    probe: [answer],
    send: () => (backend.sent.length < 30 ? refused(500) : ACCEPTED),
  })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1, 2, 3))
  backend.dispatcher.add(batchOf(4, 5))

  await expect.poll(() => new Set(backend.accepted)).toEqual(new Set([1, 2, 3, 4, 5]))
  expect(backend.refused).toEqual([])
  expect(backend.outages.length).toBeGreaterThan(10)
})

test('a record that nobody wants does not keep those behind it from being tried', async () => {
  const backend = script({
    maxRequests: 1,
    send: (sequences) => (sequences.includes(1) ? refused(500) : ACCEPTED),
  })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1))
  backend.dispatcher.add(batchOf(2, 3))

  await expect.poll(() => backend.refused).toEqual([1])
  expect(backend.accepted).toEqual([2, 3])
  expect(backend.outages).toEqual(['HTTP status 500, also for record 1 alone'])
})

test('in an outage that may be the fault of records, one of each batch in turn asks whether it is over', async () => {
  const backend = script({
    maxRequests: 1,
    send: (sequences) => (sequences.includes(3) ? ACCEPTED : refused(500)),
  })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1))
  await expect.poll(() => backend.outages.length).toBeGreaterThan(0)
  backend.dispatcher.add(batchOf(2, 3))
  backend.dispatcher.add(batchOf(4, 5))
  backend.dispatcher.add(batchOf(6))

  await expect.poll(() => backend.accepted).toContain(3)
  const asked = backend.sent.filter(([first = 0]) => first > 1).slice(0, 5)
  expect(asked).toEqual([[6], [4], [2], [6], [5]])
})

test('the only record that there is may be the last that a backend took nothing of, and is kept', async () => {
  const backend = script({ send: () => refused(500) })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1))

  await expect.poll(() => backend.sent.length).toBeGreaterThan(20)
  expect(backend.refused).toEqual([])
})

test('a record that was refused for its own sake before needs no other to be refused again', async () => {
  const backend = script({ send: () => refused(500), refusedMs: performance.now() })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1))

  await expect.poll(() => backend.refused).toEqual([1])
})

test('credentials that are refused are an outage, whatever is sent', async () => {
  const backend = script({
    probe: [ACCEPTED],
    send: () => (backend.sent.length < 3 ? refused(401) : ACCEPTED),
  })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1))

  await expect.poll(() => backend.accepted).toEqual([1])
  expect(backend.outages).toEqual(['HTTP status 401', 'HTTP status 401'])
  expect(backend.refused).toEqual([])
})

test('in an outage one batch at a time asks whether it is over, and each in turn', async () => {
  const backend = script({
    send: () => (backend.sent.length < 20 ? { kind: 'unavailable', reason: 'away' } : ACCEPTED),
  })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1))
  await expect.poll(() => backend.outages.length).toBeGreaterThan(0)
  backend.dispatcher.add(batchOf(2))
  backend.dispatcher.add(batchOf(3))

  await expect.poll(() => new Set(backend.accepted)).toEqual(new Set([1, 2, 3]))
  expect(backend.outages).toHaveLength(19)
  expect(new Set(backend.sent.slice(-10, -3).flat())).toEqual(new Set([1, 2, 3]))
})

test('a batch at which the backend breaks down does not keep others from being sent', async () => {
  const backend = script({
    maxRequests: 1,
    send: (sequences) =>
      sequences.includes(1) ? { kind: 'unavailable', reason: 'reset' } : ACCEPTED,
  })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1, 2))
  backend.dispatcher.add(batchOf(3))
  backend.dispatcher.add(batchOf(4))

  await expect.poll(() => new Set(backend.accepted)).toEqual(new Set([3, 4]))
  expect(backend.refused).toEqual([])
})

const ACCEPTED: Outcome = { kind: 'accepted', rejected: 0 }

function refused(status: number): Outcome {
  return { kind: 'refused', status, reason: `HTTP status ${status}` }
}

function batchOf(...sequences: readonly number[]): Batch {
  return { records: sequences.map(record), encoding: undefined }
}

function record(sequence: number): SendableRecord {
  const request: ConvertedRequest = { signal: 'traces', body: new Uint8Array(), items: 1 }
  const message = {} as SendableRecord['message']
  return { sequence, deliveries: 1, storedAtMs: 0, ackSubject: '', message, request }
}

interface Script {
  /** Answers to requests without records; those after them are accepted. */
  readonly probe?: readonly Outcome[]
  readonly maxRequests?: number
  /** When every record was refused last for its own sake. */
  readonly refusedMs?: number
  readonly send: (sequences: readonly number[]) => Outcome
}

function script({ probe = [], maxRequests = 2, refusedMs, send }: Script) {
  const accepted: number[] = []
  const refusedAlone: number[] = []
  const sent: (readonly number[])[] = []
  const outages: string[] = []
  const state = { probes: 0 }
  const dispatcher = new Dispatcher({
    maxRequests,
    backoff: { first: 1, longest: 2 },
    send: async ({ records }) => {
      const sequences = records.map(({ sequence }) => sequence)
      sent.push(sequences)
      return send(sequences)
    },
    probe: async () => probe[state.probes++] ?? ACCEPTED,
    refusedMs: () => refusedMs,
    onAccepted: ({ records }) => void accepted.push(...records.map(({ sequence }) => sequence)),
    onRefused: ({ sequence }) => void refusedAlone.push(sequence),
    onOutage: ({ reason }) => void outages.push(reason),
    onOpen: () => {},
  })
  return {
    dispatcher,
    accepted,
    refused: refusedAlone,
    sent,
    outages,
    get probes() {
      return state.probes
    },
  }
}
