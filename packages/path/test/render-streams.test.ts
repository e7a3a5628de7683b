import { expect, test } from 'vitest'
import { assemble, render, type StreamFacts, type TraceReply } from '../src/index.ts'
import { eventsOf } from './server-events.ts'

test('a message that was stored has its sequence number', () => {
  expect(streamLines('js-stored', [examined({ sequence: 12 })])).toMatchInlineSnapshot(
    `"└─ stream ORDERS  +0.2 ms  stored as #12"`,
  )
})

test('a message that was stored under another subject has both', () => {
  const fact = { ...examined({ sequence: 3 }), stream: 'XFORM' }

  expect(streamLines('js-subject-transform', [fact])).toMatchInlineSnapshot(
    `"└─ stream XFORM  +90 µs  stored as #3, subject xformed.7"`,
  )
})

test('a duplicate has the sequence number of the message before, if a reply tells it', () => {
  const ack = { stream: 'ORDERS', seq: 7, duplicate: true }

  expect(streamLines('js-dedupe-duplicate-dryrun', [], [ack])).toMatchInlineSnapshot(
    `"└─ stream ORDERS  +9.6 µs  would drop as duplicate of #7"`,
  )
  expect(streamLines('js-dedupe-duplicate', [], [ack])).toMatchInlineSnapshot(
    `"└─ stream ORDERS  +8.6 µs  duplicate of #7, not stored again"`,
  )
})

test('a stream that is full is said to reject the message in the tree as in the verdict', () => {
  const full = { ...examined({ full: 'it has 1 of 1 messages' }), stream: 'FULL' }

  expect(streamLines('js-max-msgs-discard-new-dryrun', [full])).toMatchInlineSnapshot(
    `"└─ stream FULL  +45 µs  ✗ would reject: it has 1 of 1 messages"`,
  )
})

test('consumers that could not be asked for stand below those that are known', () => {
  const consumer = { name: 'billing', pending: 2, ackPending: 1, paused: true }
  const consumersUnavailable = { unavailable: 'this user may not ask JetStream' }

  expect(streamLines('js-stored', [examined({ consumers: [consumer], consumersUnavailable })]))
    .toMatchInlineSnapshot(`
    "└─ stream ORDERS              +0.2 ms  stored
       ├─ consumer billing                 2 pending, 1 not acknowledged, paused
       └─ more consumers unknown           this user may not ask JetStream"
  `)
  expect(streamLines('js-stored', [examined({ consumersUnavailable })])).toMatchInlineSnapshot(`
    "└─ stream ORDERS         +0.2 ms  stored
       └─ consumers unknown           this user may not ask JetStream"
  `)
})

/** The lines of the tree that tell of streams, and those below them. */
function streamLines(
  name: string,
  streams: readonly StreamFacts[],
  acks: readonly object[] = [],
): string {
  const replies = acks.map((ack): TraceReply => ({ payload: Buffer.from(JSON.stringify(ack)) }))
  const text = render(assemble(eventsOf(name)), { facts: { streams, replies } })
  return text
    .split('\n')
    .filter((line) => /─ (?:stream|consumer|more)/.test(line))
    .join('\n')
}

function examined(more: object): StreamFacts {
  return { stream: 'ORDERS', server: 'S1', messages: 1, bytes: 1, consumers: [], ...more }
}
