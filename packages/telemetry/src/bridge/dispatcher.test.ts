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

test('a status that tells nothing is about the record if a request without records is taken', async () => {
  const backend = script({
    probe: [ACCEPTED, ACCEPTED, ACCEPTED],
    send: (sequences) => (sequences.includes(1) ? refused(500) : ACCEPTED),
  })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1, 2))

  await expect.poll(() => backend.accepted).toEqual([2])
  await expect.poll(() => backend.refused).toEqual([1])
})

test('a backend that has never taken a request without records is not asked by one', async () => {
  const backend = script({ probe: [refused(500)], send: () => refused(500) })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1, 2))

  await expect.poll(() => new Set(backend.refused)).toEqual(new Set([1, 2]))
  expect(backend.probes).toBe(1)
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

test('in an outage one batch at a time asks whether it is over', async () => {
  const backend = script({
    probe: [ACCEPTED],
    send: () => (backend.sent.length < 6 ? { kind: 'unavailable', reason: 'away' } : ACCEPTED),
  })
  await backend.dispatcher.start()

  backend.dispatcher.add(batchOf(1))
  await expect.poll(() => backend.outages.length).toBe(1)
  backend.dispatcher.add(batchOf(2))
  backend.dispatcher.add(batchOf(3))

  await expect.poll(() => new Set(backend.accepted)).toEqual(new Set([1, 2, 3]))
  expect(backend.sent.slice(0, 6)).toEqual([[1], [1], [1], [1], [1], [1]])
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
  readonly probe: readonly Outcome[]
  readonly send: (sequences: readonly number[]) => Outcome
}

function script({ probe, send }: Script) {
  const accepted: number[] = []
  const refusedAlone: number[] = []
  const sent: (readonly number[])[] = []
  const outages: string[] = []
  const state = { probes: 0 }
  const dispatcher = new Dispatcher({
    maxRequests: 2,
    backoff: { first: 1, longest: 2 },
    send: async ({ records }) => {
      const sequences = records.map(({ sequence }) => sequence)
      sent.push(sequences)
      return send(sequences)
    },
    probe: async () => probe[state.probes++] ?? ACCEPTED,
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
