import { array, assert, jsonValue, nat, oneof, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { parseTrace } from './parse-trace.ts'

const TRACE_ID = '11111111111111111111111111111111'
const TIME = '2026-11-21T10:00:00Z'

test.each([
  ['what was saved', JSON.stringify({ subject: 'orders.new', events: [{ event: event() }] })],
  ['a document of events', JSON.stringify({ events: [event()] })],
  ['a list of events', JSON.stringify([event()])],
  ['one event', JSON.stringify(event())],
  ['an event a line', `${JSON.stringify(event())}\n`],
  ['lines of which some are no events', `hello\n${JSON.stringify(event())}\n{}\n`],
])('%s is a trace', (_what, text) => {
  expect(parseTrace(text)).toMatchObject({
    subject: 'orders.new',
    dryRun: true,
    complete: true,
    traceId: '0af7651916cd43dd8448eb211c80319c',
    producerSpanId: 'b7ad6b7169203331',
    durationMs: 1,
    events: [{ server: { name: 'n1' } }],
  })
})

test('what was said of the trace comes before what its events say', () => {
  const said = { subject: 'a', dryRun: false, complete: false, durationMs: 7, traceId: TRACE_ID }

  expect(parseTrace(JSON.stringify({ ...said, events: [{ event: event() }] }))).toMatchObject(said)
})

test('ids that no backend would take are those of the events', () => {
  const said = { traceId: 'zz', producerSpanId: 'B7AD6B7169203331', ownContext: true }

  expect(parseTrace(JSON.stringify({ ...said, events: [{ event: event() }] }))).toMatchObject({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    producerSpanId: 'b7ad6b7169203331',
  })
})

test('a trace that was saved without events is one, and nothing else without events is', () => {
  const saved = { subject: 'orders.new', dryRun: true, complete: false, events: [] }

  expect(parseTrace(JSON.stringify(saved))).toMatchObject({ ...saved, events: [] })
  expect(parseTrace('{"events":[]}')).toBeUndefined()
  expect(parseTrace('{"subject":"orders.new","events":[{"type":"in"}]}')).toBeUndefined()
})

test('times of arrival bound the clocks of the servers', () => {
  const sentAtUnixNano = String(BigInt(Date.parse(TIME)) * 1_000_000n)
  const receivedAtUnixNano = String(BigInt(Date.parse(TIME) + 5) * 1_000_000n)
  const events = [{ event: event(), receivedAtUnixNano }]

  expect(parseTrace(JSON.stringify({ sentAtUnixNano, events }))?.facts.clocks?.size).toBe(1)
  expect(parseTrace(JSON.stringify({ events }))?.facts.clocks).toBeUndefined()
})

test('what streams said of themselves is read, and what is no such thing left out', () => {
  const asked = {
    stream: 'A',
    server: 'n1',
    messages: 1,
    bytes: 2,
    full: 'max_msgs',
    consumers: [{ name: 'c', pending: 1, ackPending: 2, paused: false }],
  }
  const silent = { stream: 'B', server: 'n1', unavailable: 'not allowed' }
  const streams = [asked, silent, { stream: 'C', server: 'n1' }, 7]

  expect(parseTrace(JSON.stringify({ streams, events: [event()] }))?.facts.streams).toEqual([
    asked,
    silent,
  ])
})

test('any text is a trace or none, and never a failure', () => {
  const texts = oneof(string(), array(jsonValue()).map(toLines), jsonValue().map(toText))
  assert(
    property(texts, (text) => {
      expect(() => parseTrace(text)).not.toThrow()
    }),
  )
})

test('what keeps consumers from being known is read as it was saved', () => {
  const streams = [
    {
      stream: 'A',
      server: 'n1',
      messages: 3,
      bytes: 90,
      sequence: 3,
      consumers: [],
      consumersUnavailable: { unavailable: 'the user may not ask', hint: 'allow it' },
    },
    { stream: 'B', server: 'n2', unavailable: 'nobody answers', hint: 'name the domain' },
  ]

  expect(parseTrace(JSON.stringify({ streams, events: [event()] }))?.facts.streams).toEqual(streams)
})

test('broken events are left out, and those that are whole are kept', () => {
  assert(
    property(array(jsonValue()), (values) => {
      const broken = { ...event(), events: values }
      const events = [...values, broken, event()]

      expect(parseTrace(JSON.stringify({ events }))?.events.at(-1)?.server.name).toBe('n1')
    }),
  )
})

test('a file that was cut off is no trace', () => {
  const text = JSON.stringify({ events: [{ event: event() }] })
  assert(
    property(nat(text.length - 1), (length) => {
      expect(parseTrace(text.slice(0, length))).toBeUndefined()
    }),
  )
})

function toText(value: unknown): string {
  return JSON.stringify({ events: [value], streams: value, subject: value })
}

function event() {
  return {
    server: { name: 'n1', id: 'N1', ver: '2.15.1' },
    request: {
      header: {
        'Nats-Trace-Dest': ['_INBOX.a'],
        'Nats-Trace-Only': ['true'],
        traceparent: ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'],
      },
      msgsize: 5,
    },
    events: [
      { type: 'in', ts: TIME, kind: 0, cid: 5, acc: '$G', subj: 'orders.new' },
      { type: 'eg', ts: '2026-11-21T10:00:00.001Z', kind: 0, cid: 6, sub: 'orders.>' },
    ],
  }
}

function toLines(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join('\n')
}
