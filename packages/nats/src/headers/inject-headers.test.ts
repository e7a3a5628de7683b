import { headers, Match, MsgHdrsImpl, type MsgHdrs } from '@nats-io/nats-core'
import { createTraceState, type SpanContext } from '@opentelemetry/api'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { injectHeaders, isInjected } from './inject-headers.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
const TRACEPARENT = `00-${TRACE_ID}-${SPAN_ID}-01`

test('the context is a header block of its own where there are no other headers', () => {
  expect(textOf(injectHeaders(spanContext(), undefined))).toBe(
    `NATS/1.0\r\ntraceparent: ${TRACEPARENT}\r\n\r\n`,
  )
})

test('the context comes after the headers of the application', () => {
  const own = MsgHdrsImpl.fromRecord({ tenant: ['acme'], tags: ['a', 'b'] })

  expect(textOf(injectHeaders(spanContext(), own))).toBe(
    `NATS/1.0\r\ntenant: acme\r\ntags: a\r\ntags: b\r\ntraceparent: ${TRACEPARENT}\r\n\r\n`,
  )
})

test.each([0x00, 0x01, 0x0a, 0x10, 0x81, 0xff])('flags of %d are two digits', (traceFlags) => {
  const traced = injectHeaders(spanContext({ traceFlags }), undefined)
  const digits = traceFlags.toString(16).padStart(2, '0')

  expect(textOf(traced)).toContain(`traceparent: 00-${TRACE_ID}-${SPAN_ID}-${digits}\r\n`)
  expect(traced.get('traceparent')).toBe(`00-${TRACE_ID}-${SPAN_ID}-${digits}`)
})

test('tracestate and baggage come along', () => {
  const traceState = createTraceState('foo=1,bar=2')
  const traced = injectHeaders(spanContext({ traceState }), undefined, 'tenant=acme')

  expect(textOf(traced)).toBe(
    `NATS/1.0\r\ntraceparent: ${TRACEPARENT}\r\ntracestate: foo=1,bar=2\r\nbaggage: tenant=acme\r\n\r\n`,
  )
})

test('a tracestate that would begin another header is left behind', () => {
  const traceState = { ...createTraceState(), serialize: () => 'foo=1\r\nadmin: yes' }

  expect(injectHeaders(spanContext({ traceState }), undefined).keys()).toEqual(['traceparent'])
})

test('a context that was there is replaced, whatever the case of its name', () => {
  const own = MsgHdrsImpl.fromRecord({ Traceparent: ['old'], TRACESTATE: ['old=1'], tenant: ['a'] })

  expect([...injectHeaders(spanContext(), own)]).toEqual([
    ['tenant', ['a']],
    ['traceparent', [TRACEPARENT]],
  ])
})

test('baggage of the application stays unless there is other baggage', () => {
  const own = MsgHdrsImpl.fromRecord({ Baggage: ['a=1'] })

  expect(injectHeaders(spanContext(), own).get('Baggage')).toBe('a=1')
  expect(injectHeaders(spanContext(), own, 'b=2').values('baggage', Match.IgnoreCase)).toEqual([
    'b=2',
  ])
})

test.each([
  ['Nats-Trace-Dest', 'trace disabled'],
  ['Nats-Trace-Dest', '_R_.abc.1'],
  ['Nats-Trace-Hop', '1.2'],
  ['Nats-Trace-Origin-Account', 'A'],
  ['Xraceparent', TRACEPARENT],
])('%s: %s, which a server wrote, is left behind', (name, value) => {
  const own = MsgHdrsImpl.fromRecord({ [name]: [value] })

  expect(injectHeaders(spanContext(), own).keys()).toEqual(['traceparent'])
})

test.each([
  ['Nats-Trace-Dest', 'my.traces'],
  ['Nats-Trace-Only', 'true'],
])('%s: %s, which the application asks for, stays', (name, value) => {
  const own = MsgHdrsImpl.fromRecord({ [name]: [value] })

  expect(injectHeaders(spanContext(), own).get(name)).toBe(value)
})

test('the headers of the application stay as they were, whatever is done with the copy', () => {
  const own = MsgHdrsImpl.fromRecord({ tenant: ['acme'] })
  const traced = injectHeaders(spanContext(), own)
  traced.append('tenant', 'other')
  traced.set('Nats-Msg-Id', '1')

  expect([...own]).toEqual([['tenant', ['acme']]])
})

test('what JetStream sets in them later is in their bytes', () => {
  const traced = injectHeaders(spanContext(), undefined)
  traced.set('Nats-Msg-Id', '1')
  traced.append('Nats-Msg-Id', '2')

  expect(textOf(traced)).toBe(
    `NATS/1.0\r\ntraceparent: ${TRACEPARENT}\r\nNats-Msg-Id: 1\r\nNats-Msg-Id: 2\r\n\r\n`,
  )
})

test('what is deleted from them later is not in their bytes', () => {
  const traced = injectHeaders(spanContext(), undefined)
  traced.delete('traceparent')

  expect(textOf(traced)).toBe('')
})

test('status and description stay', () => {
  const traced = injectHeaders(spanContext(), headers(503, 'No Responders'))

  expect(textOf(traced)).toBe(`NATS/1.0 503 No Responders\r\ntraceparent: ${TRACEPARENT}\r\n\r\n`)
})

test('bytes that were given out do not change when more are', () => {
  const traced = injectHeaders(spanContext(), undefined)
  const first = encode(traced)
  const text = new TextDecoder().decode(first)
  Array.from({ length: 2000 }, () => encode(traced)).forEach((bytes) => bytes.fill(0))

  expect(new TextDecoder().decode(first)).toBe(text)
})

test('only headers that were made here are known as such', () => {
  expect(isInjected(injectHeaders(spanContext(), undefined))).toBe(true)
  expect(isInjected(headers())).toBe(false)
  expect(isInjected(undefined)).toBe(false)
})

test('the bytes are those that nats.js makes of the same headers', () => {
  fc.assert(
    fc.property(entries(), (record) => {
      const traced = injectHeaders(spanContext(), MsgHdrsImpl.fromRecord(record))
      const expected = MsgHdrsImpl.fromRecord({ ...record, traceparent: [TRACEPARENT] })

      expect(encode(traced)).toEqual(encode(expected))
    }),
  )
})

function spanContext(given: Partial<SpanContext> = {}): SpanContext {
  return { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1, ...given }
}

// Every header of nats.js has it; their public type does not.
function encode(traced: MsgHdrs): Uint8Array {
  return (traced as MsgHdrs & { encode(): Uint8Array }).encode()
}

function textOf(traced: MsgHdrs): string {
  return new TextDecoder().decode(encode(traced))
}

/** Headers of an application: names of a few letters, values of any text, at times a long one. */
function entries() {
  const name = fc.string({
    unit: fc.constantFrom(...'abcXYZ-'.split('')),
    minLength: 1,
    maxLength: 5,
  })
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ minLength: 5000, maxLength: 5000 }),
    fc.string(),
  )
  return fc.dictionary(
    name,
    fc.array(
      value.map((text) => text.replaceAll(/[\r\n]/g, ' ')),
      { maxLength: 3 },
    ),
  )
}
