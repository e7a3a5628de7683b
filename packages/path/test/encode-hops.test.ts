import { gzipSync } from 'node:zlib'
import { decodeTraces, encodeTraces } from '@hopscope/observe/otlp'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeTraceEvent, encodeHops, toSpans, type ToSpansOptions } from '../src/index.ts'
import { eventJson, toGoJson } from './arbitrary-event-json.ts'
import { scenarios } from './server-events.ts'

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
const UNSAMPLED = '00-4bf92f3577b34da6a3ce929d0e0e4736-1111111111111111-00'
const GIVEN = { traceId: '0af7651916cd43dd8448eb211c80319c', producerSpanId: 'b7ad6b7169203331' }
const NOON = '2026-11-21T12:00:00Z'

test.each(recorded())('writes the bytes that the spans of %s have', (_, payloads) => {
  expect(twice(payloads)).toEqual(bytesOfSpans([...payloads, ...payloads]))
})

test.each(recorded())('puts the spans of %s under the context it is given', (_, payloads) => {
  expect(twice(payloads, GIVEN)).toEqual(bytesOfSpans([...payloads, ...payloads], GIVEN))
})

test('writes the bytes that the spans of any event have', () => {
  fc.assert(
    fc.property(
      fc.array(eventJson(), { maxLength: 4 }),
      fc.constantFrom({}, GIVEN),
      (texts, options) => {
        const payloads = texts.map((text) => encoder.encode(text))

        expect(twice(payloads, options)).toEqual(bytesOfSpans([...payloads, ...payloads], options))
      },
    ),
    { numRuns: 2000 },
  )
})

test('writes the bytes that the spans of a damaged event have', () => {
  fc.assert(
    fc.property(damaged(), ({ whole, part }) => {
      expect(twice([whole, part])).toEqual(bytesOfSpans([whole, part, whole, part]))
    }),
    { numRuns: 3000 },
  )
})

test.each([
  ['a request twice', '"msgsize":100},', '"msgsize":100},"request":{"header":{}},'],
  ['a list of items twice', '"events":', '"events":[{"type":"in","ts":"x"}],"events":'],
  ['a request without headers before', '"request":', '"request":{"msgsize":7},"request":'],
  ['a header twice', '"header":{', '"header":{"traceparent":[],'],
  ['headers twice', '"header":', '"header":{},"header":'],
  ['a name behind the counter', '"seq":1', '"seq":1,"name":"n2"'],
  ['a field of an item twice', '"cid":7', '"cid":7,"cid":8,"name":""'],
  ['a later ingress', ']}', ',{"type":"in","ts":"2026-11-21T13:00:00Z"}]}'],
  [
    'an item before the ingress',
    '"events":[',
    '"events":[{"type":"eg","ts":"2026-11-21T11:00:00Z"},',
  ],
  ['a second stream', ']}', ',{"type":"js","ts":"2026-11-21T13:00:00Z","stream":"ORDERS"}]}'],
  ['an escape in the name of a header', '"traceparent"', String.raw`"tracep\u0061rent"`],
  ['an escape in the name of a field', '"subj"', String.raw`"sub\u006a"`],
  [
    'an escape in the name of a header that counts',
    '"header":{',
    String.raw`"header":{"Nats-Trace-Dest":["t"],"Nats-Trace-Onl\u0079":["1"],`,
  ],
  ['an escape in the name of a stream', '"ORDERS"', String.raw`"ORD\u0045RS"`],
  ['every escape in an account', '"APP"', String.raw`"A\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE80"`],
  ['an escape that is none', '"APP"', String.raw`"A\xPP"`],
  ['an escape that is cut off', '"APP"', String.raw`"A\u00gPP"`],
  ['an escape that is none in a header', '"header":{', String.raw`"header":{"X":["\x"],`],
  ['an escape in a type', '"type":"js"', String.raw`"type":"\u006as"`],
  ['its counter in another object', '"seq":1', '"flags":{"seq":1}'],
  ['white space', '"seq":', '"seq": '],
  ['white space at the end', '}]}', '}]} '],
  ['more at the end', '}]}', '}]}{}'],
  ['a zero before a number', '"cid":7', '"cid":07'],
  ['a field without quotes', '"msgsize"', 'msgsize'],
])('takes an event with %s for what JSON.parse takes it for', (_, before, after) => {
  const usual = plain()
  const odd = usual.replace(before, after)
  const payloads = [encoder.encode(usual), encoder.encode(odd)]

  expect(odd).not.toBe(usual)
  expect(twice(payloads)).toEqual(bytesOfSpans([...payloads, ...payloads]))
})

test.each([
  [{ traceparent: [UNSAMPLED], Traceparent: [TRACEPARENT] }],
  [{ Traceparent: [TRACEPARENT], traceparent: [UNSAMPLED] }],
  [{ traceparent: [TRACEPARENT], Xraceparent: [UNSAMPLED] }],
  [{ Xraceparent: [TRACEPARENT] }],
  [{ traceparent: [TRACEPARENT], 'Nats-Msg-Id': [''], 'NATS-MSG-ID': ['o-7'] }],
  [{ traceparent: [TRACEPARENT], 'Nats-Msg-Id': ['o-7'], 'nats-msg-id': ['o-8'] }],
  [{ traceparent: [TRACEPARENT], 'Nats-Trace-Dest': ['t'], 'Nats-Trace-Only': ['1'] }],
  [{ traceparent: [TRACEPARENT], 'Nats-Trace-Dest': ['t'], 'nats-trace-only': ['1'] }],
  [{ traceparent: [TRACEPARENT], 'Nats-Trace-Hop': [''] }],
  [{ traceparent: [TRACEPARENT], 'nats-trace-hop': ['1'] }],
  [{ traceparent: [TRACEPARENT], 'Nats-Trace-Hop': ['1.2'], 'nats-trace-hop': ['3'] }],
])('takes the headers %j for what the spans take them for', (header) => {
  const ingress = { type: 'in', ts: NOON, kind: 1, name: 'n0', subj: 'orders.new' }
  const payloads = [encoder.encode(plain({ request: { header }, events: [ingress] }))]

  expect(twice(payloads)).toEqual(bytesOfSpans([...payloads, ...payloads]))
})

test('reads compressed reports', () => {
  const payload = encoder.encode(plain())
  const compressed = { payload: gzipSync(payload), contentEncoding: 'gzip' }

  expect(encodeHops([compressed]).request).toEqual(bytesOfSpans([payload]))
})

test('tells which reports gave no spans, and keeps the others', () => {
  const good = { payload: encoder.encode(plain()) }
  const { request, spans, skipped } = encodeHops([
    { payload: encoder.encode('no event') },
    good,
    { payload: encoder.encode(plain({ request: { header: {} } })) },
    { payload: good.payload, contentEncoding: 'br' },
    good,
  ])

  expect(skipped).toEqual([
    { index: 0, reason: 'malformed' },
    { index: 2, reason: 'no trace' },
    { index: 3, reason: 'malformed' },
  ])
  expect(spans).toBe(4)
  expect(request).toEqual(bytesOfSpans([good.payload, good.payload]))
})

test('takes no memory for an event that repeats a long text in a thousand spans', () => {
  const hop = '1'.repeat(100_000)
  const header = { traceparent: [TRACEPARENT], 'Nats-Trace-Hop': [hop] }
  const ingress = { type: 'in', ts: NOON, kind: 1, name: 'n0', subj: 'orders.new' }
  const stores = Array.from({ length: 1000 }, () => ({ type: 'js', ts: NOON, stream: 'S' }))
  const payload = encoder.encode(plain({ request: { header }, events: [ingress, ...stores] }))

  expect(encodeHops([{ payload }])).toMatchObject({
    spans: 0,
    skipped: [{ index: 0, reason: 'too large' }],
  })
})

test('makes an empty request of nothing', () => {
  expect(encodeHops([])).toEqual({ request: new Uint8Array(0), spans: 0, skipped: [] })
})

test('carries the headers that it is asked for', () => {
  const header = { traceparent: [TRACEPARENT], 'X-Tenant': ['t1', 'größe'] }
  const payload = encoder.encode(plain({ request: { header } }))
  const options = { headers: ['X-TENANT', 'x-tenant', 'x-absent'] }
  const spans = decodeTraces(twice([payload], options))?.resourceSpans[1]?.scopeSpans[0]?.spans

  expect(spans?.[0]?.attributes['messaging.header.x-tenant']).toEqual(['t1', 'größe'])
  expect(twice([payload], options)).toEqual(bytesOfSpans([payload, payload], options))
})

test('follows a server that begins its events in another way from now on', () => {
  const payloads = ['2.15.1', '2.15.2', '2.15.1'].map((ver) =>
    encoder.encode(plain({ server: { ...SERVER, ver } })),
  )

  expect(twice(payloads)).toEqual(bytesOfSpans([...payloads, ...payloads]))
})

const SERVER = { name: 'n1', host: '0.0.0.0', id: 'N'.repeat(56), ver: '2.15.1' }
const encoder = new TextEncoder()

function recorded(): readonly (readonly [name: string, payloads: readonly Uint8Array[]])[] {
  return scenarios().map(({ name, records }) => [
    name,
    records.flatMap(({ json }) => [
      new TextEncoder().encode(json),
      new TextEncoder().encode(toGoJson(JSON.parse(json))),
    ]),
  ])
}

/** A server's second event is written in another way than its first. */
function twice(payloads: readonly Uint8Array[], options?: ToSpansOptions): Uint8Array {
  const reports = [...payloads, ...payloads].map((payload) => ({ payload }))
  return encodeHops(reports, options).request
}

function bytesOfSpans(payloads: readonly Uint8Array[], options?: ToSpansOptions): Uint8Array {
  const resourceSpans = payloads.flatMap((payload) => {
    const event = decodeTraceEvent(payload)
    return (event && toSpans(event, options)) ?? []
  })
  return encodeTraces({ resourceSpans })
}

/** An event, and the same with some of its bytes changed or cut off. */
function damaged() {
  return fc
    .constantFrom(...recorded().flatMap(([, payloads]) => payloads.slice(0, 2)))
    .chain((whole) => {
      const change = fc.tuple(
        fc.nat(whole.length - 1),
        fc.constantFrom(...encoder.encode('"\\{}[],:0-eaéx \n')),
      )
      return fc.record({
        whole: fc.constant(whole),
        part: fc.oneof(
          fc.nat(whole.length).map((end) => whole.subarray(0, end)),
          fc
            .array(change, { minLength: 1, maxLength: 3 })
            .map((changes) =>
              changes.reduce((bytes, [index, byte]) => bytes.with(index, byte), whole),
            ),
        ),
      })
    })
}

/** The JSON of a hop that stores a message, with some of its fields changed. */
function plain(fields: object = {}): string {
  return JSON.stringify({
    server: { ...SERVER, seq: 1, time: NOON },
    request: { header: { traceparent: [TRACEPARENT] }, msgsize: 100 },
    events: [
      { type: 'in', ts: NOON, kind: 0, cid: 7, name: 'checkout', acc: 'APP', subj: 'orders.new' },
      { type: 'js', ts: NOON, stream: 'ORDERS', subject: 'orders.new' },
    ],
    ...fields,
  })
}
