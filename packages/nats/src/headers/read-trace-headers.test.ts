import { headers, MsgHdrsImpl } from '@nats-io/nats-core'
import { MsgImpl } from '@nats-io/nats-core/internal'
import { readHeader } from '@hopscope/observe/headers'
import { extractSpanContext } from '@hopscope/observe/w3c'
import type { SpanContext } from '@opentelemetry/api'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTraceHeaders } from './read-trace-headers.ts'
import { isTraceDisabled, TRACE_HEADER_NAMES } from './trace-headers.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
const TRACEPARENT = `00-${TRACE_ID}-${SPAN_ID}-01`
const OTHER = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`

test('reads the span that sent the message, without having nats.js decode its headers', () => {
  const message = received(['tenant: acme', `traceparent: ${TRACEPARENT}`, 'x: y'])

  const { result, span } = readTraceHeaders(message)

  expect(result).toBe('ok')
  expect(span?.spanContext()).toEqual({
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    traceFlags: 1,
    isRemote: true,
  })
  expect(message).not.toHaveProperty('_headers.headers')
})

test.each([
  ['lower case', 'traceparent', false],
  ['another case', 'Traceparent', true],
])('tells that the name is in %s', (_, name, expected) => {
  const { span, isOtherCase } = readTraceHeaders(received([`${name}: ${TRACEPARENT}`]))

  expect(span?.spanContext().spanId).toBe(SPAN_ID)
  expect(isOtherCase).toBe(expected)
})

test('of two cases, lower case is there', () => {
  const message = received([`Traceparent: ${OTHER}`, `traceparent: ${TRACEPARENT}`])

  expect(readTraceHeaders(message)).toMatchObject({
    result: 'duplicate',
    isOtherCase: false,
  })
})

test('a copy in the case of Go, beside lower case, is the same context', () => {
  const message = received([
    `traceparent: ${TRACEPARENT}`,
    'tracestate: foo=1',
    'baggage: a=1',
    `Traceparent: ${TRACEPARENT}`,
    'Tracestate: foo=1',
    'Baggage: a=1',
  ])

  const found = readTraceHeaders(message)

  expect(found.result).toBe('ok')
  expect(found.isOtherCase).toBe(false)
  expect(found.span?.spanContext().traceState?.serialize()).toBe('foo=1')
  expect(found.values('baggage')).toEqual(['a=1'])
})

test('two equal contexts under one name are duplicates', () => {
  const message = received([`Traceparent: ${TRACEPARENT}`, `Traceparent: ${TRACEPARENT}`])

  expect(readTraceHeaders(message).result).toBe('duplicate')
})

test('reads what else tracing wants to know', () => {
  const found = readTraceHeaders(
    received(['nats-msg-id: 17', 'Nats-Trace-Hop: 1.2', 'baggage: a=é', 'Nats-Scheduler: s.1']),
  )

  expect(found.values('Nats-Msg-Id')).toEqual(['17'])
  expect(found.values('Nats-Trace-Hop')).toEqual(['1.2'])
  expect(found.values('baggage')).toEqual(['a=é'])
  expect(found.values('Nats-Scheduler')).toEqual(['s.1'])
  expect(found.values('tracestate')).toEqual([])
})

test('knows when a server stopped the trace', () => {
  expect(isTraceDisabled(readTraceHeaders(received(['Nats-Trace-Dest: trace disabled'])))).toBe(
    true,
  )
  expect(isTraceDisabled(readTraceHeaders(received(['Nats-Trace-Dest: my.traces'])))).toBe(false)
})

test('reads a message behind a status', () => {
  const message = received([`traceparent: ${TRACEPARENT}`], 'NATS/1.0 100 Idle Heartbeat')

  expect(readTraceHeaders(message).result).toBe('ok')
})

test.each([
  [
    'no headers',
    new MsgImpl({ subject: new Uint8Array(), sid: 1, hdr: -1, size: 3 }, payload(), publisher()),
  ],
  ['no header that is read', received(['tenant: acme'])],
  [
    'a payload that looks like a header',
    received(['tenant: acme'], 'NATS/1.0', `traceparent: ${TRACEPARENT}\r\n`),
  ],
])('calls the context missing where there is %s', (_, message) => {
  const found = readTraceHeaders(message)

  expect([found.result, found.span]).toEqual(['missing', undefined])
  expect(found.values('traceparent')).toEqual([])
})

test('reads the message that a message of a stream wraps', () => {
  const msg = received([`traceparent: ${TRACEPARENT}`])
  const wrapping = { msg, headers: undefined }

  expect(readTraceHeaders(wrapping).result).toBe('ok')
})

test.each([
  ['nothing of it', {}],
  ['the bytes under another name', { _data: new Uint8Array(9), _msg: { hdr: 9 } }],
  ['no length of the headers', { _rdata: new Uint8Array(9), _msg: {} }],
  ['a length that is longer', { _rdata: new Uint8Array(9), _msg: { hdr: 10 } }],
  ['something that is no bytes', { _rdata: 'NATS/1.0', _msg: { hdr: 8 } }],
])('reads the decoded headers of a nats.js that keeps %s', (_, internals) => {
  const decoded = MsgHdrsImpl.fromRecord({ Traceparent: [TRACEPARENT], 'nats-msg-id': ['17'] })
  const message = { ...internals, headers: decoded }
  const found = readTraceHeaders(message)

  expect(found.span?.spanContext().spanId).toBe(SPAN_ID)
  expect(found.isOtherCase).toBe(true)
  expect(found.values('Nats-Msg-Id')).toEqual(['17'])
})

test('reads a context in a block of which nats.js refuses to decode another header', () => {
  const message = received(['not a name: 1', `traceparent: ${TRACEPARENT}`])

  expect(() => message.headers).toThrow('not a valid character in a header name')
  expect(readTraceHeaders(message).result).toBe('ok')
})

test.each([
  ['a lone line feed', `NATS/1.0\r\ntenant: a\ntraceparent: ${TRACEPARENT}\r\n\r\n`, ''],
  ['a carriage return in place of a dash', 'NATS/1.0\r\nnats\rmsg-id: 17\r\n\r\n', ''],
  ['a name that only the payload ends', 'NATS/1.0\r\ntraceparent', `: ${TRACEPARENT}\r\n\r\n`],
])('does not take %s for a header', (_, block, body) => {
  const bytes = new TextEncoder().encode(block + body)
  const message = { _rdata: bytes, _msg: { hdr: block.length }, headers: undefined }
  const found = readTraceHeaders(message)

  expect(found.result).toBe('missing')
  expect(found.values('Nats-Msg-Id')).toEqual([])
})

test('says of every header block what its decoded headers say', () => {
  fc.assert(
    fc.property(blocks(), (lines) => {
      const found = readTraceHeaders(received(lines))
      const decoded = received(lines).headers ?? headers()
      const names = decoded.keys()

      expect(unserialized({ ...found, spanContext: found.span?.spanContext() })).toEqual(
        unserialized(extractSpanContext(decoded)),
      )
      expect(TRACE_HEADER_NAMES.map((name) => found.values(name))).toEqual(
        TRACE_HEADER_NAMES.map((name) => readHeader(decoded, name)),
      )
      expect(TRACE_HEADER_NAMES.map((name) => found.text(name)?.toString())).toEqual(
        TRACE_HEADER_NAMES.map((name) => readHeader(decoded, name)[0]),
      )
      expect(found.isOtherCase).toBe(
        !names.includes('traceparent') &&
          names.some((name) => name.toLowerCase() === 'traceparent'),
      )
    }),
    { numRuns: 2000 },
  )
})

test('does not throw, whatever the bytes are', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ min: 8, max: 60, maxLength: 80 }),
      fc.nat({ max: 90 }),
      (data, hdr) => {
        const message = { _rdata: data, _msg: { hdr }, headers: undefined }

        expect(['ok', 'missing', 'malformed']).toContain(readTraceHeaders(message).result)
      },
    ),
  )
})

/** A message with these lines of headers, as nats.js makes it of what it received. */
function received(lines: readonly string[], first = 'NATS/1.0', body = 'payload'): MsgImpl {
  const block = new TextEncoder().encode([first, ...lines, '', ''].join('\r\n'))
  const data = new Uint8Array([...block, ...new TextEncoder().encode(body)])
  const args = { subject: new Uint8Array(), sid: 1, hdr: block.length, size: data.length }
  return new MsgImpl(args, data, publisher())
}

function payload(): Uint8Array {
  return new TextEncoder().encode(`\r\ntraceparent: ${TRACEPARENT}\r\n`)
}

function publisher() {
  return { publish: () => {} }
}

/** A tracestate has functions, which are never equal. */
function unserialized({ result, spanContext }: Unserialized) {
  return {
    result,
    spanContext: { ...spanContext, traceState: spanContext?.traceState?.serialize() },
  }
}

interface Unserialized {
  readonly result: string
  readonly spanContext?: SpanContext | undefined
}

/** Lines that nats.js decodes, of which many are read, in any case, and some are nearly so. */
function blocks() {
  const name = fc.oneof(
    { weight: 6, arbitrary: fc.mixedCase(fc.constantFrom(...TRACE_HEADER_NAMES)) },
    { weight: 3, arbitrary: fc.constantFrom('traceparent', 'Traceparent', 'tracestate') },
    {
      weight: 2,
      arbitrary: fc.constantFrom('t', 'x-tenant', 'traceparents', 'trace-state', 'nats-msg-i'),
    },
  )
  const value = fc.oneof(
    fc.constantFrom(TRACEPARENT, OTHER, `${TRACEPARENT}0`, `cc${TRACEPARENT.slice(2)}-x`, '1.2.1'),
    fc.constantFrom('foo=1,bar=2', 'foo=é', 'trace disabled', '', '"'),
    fc
      .string({ unit: 'binary', maxLength: 60 })
      .map((text) => text.replaceAll(/[\r\n\ud800-\udfff]/g, '')),
  )
  const around = fc.constantFrom('', ' ', ' ', ' ', '  ', '\t', ' \v', '\u00a0', '\ufeff')
  const line = fc
    .tuple(name, around, value, around)
    .map(([header, before, text, after]) => `${header}:${before}${text}${after}`)
  const noise = fc.constantFrom('', 'no colon', 'traceparent', 'traceparen')
  return fc.array(fc.oneof({ weight: 8, arbitrary: line }, { weight: 1, arbitrary: noise }), {
    maxLength: 8,
  })
}
