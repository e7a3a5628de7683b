import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { anything, assert, nat, property, uint8Array, type Arbitrary } from 'fast-check'
import { expect, test } from 'vitest'
import {
  contextWithMessageParent,
  extractMessageSpanContext,
} from './extract-message-span-context.ts'
import { withTraceFields } from './with-trace-fields.ts'

const IN_HEADER = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`
const IN_EVENT = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`

test('the header counts when both have a context', () => {
  const found = extractMessageSpanContext({
    headers: [['Traceparent', [IN_HEADER]]],
    event: { trace_parent: IN_EVENT, trace_state: 'a=1' },
  })

  expect(found).toMatchObject({ result: 'ok', source: 'headers' })
  expect(found.spanContext?.traceId).toBe('a'.repeat(32))
  expect(found.spanContext?.traceState).toBeUndefined()
})

test.each([
  ['no headers', undefined],
  ['headers without a context', [['x-tenant-id', ['7']]] as const],
  ['a malformed header', [['traceparent', ['00-oops']]] as const],
  ['two headers', [['traceparent', [IN_HEADER, IN_HEADER]]] as const],
])('the event counts when there are %s', (_, headers) => {
  const found = extractMessageSpanContext({ headers, event: { trace_parent: IN_EVENT } })

  expect(found).toMatchObject({ result: 'ok', source: 'event' })
  expect(found.spanContext).toMatchObject({ traceId: 'c'.repeat(32), isRemote: true })
})

test.each([
  ['an event', { trace_parent: IN_EVENT, trace_state: 'a=1' }],
  ['a polled task', { traceparent: IN_EVENT, tracestate: 'a=1' }],
  ['an event with both spellings', { trace_parent: IN_EVENT, trace_state: 'a=1', traceparent: '' }],
])('%s has its state read too', (_, event) => {
  const { spanContext } = extractMessageSpanContext({ event })

  expect(spanContext?.spanId).toBe('d'.repeat(16))
  expect(spanContext?.traceState?.serialize()).toBe('a=1')
})

test.each([
  ['a state alone', { trace_state: 'a=1' }],
  ['an empty field', { trace_parent: '' }],
  ['a field that is no text', { trace_parent: 7 }],
  ['an inherited field', Object.create({ trace_parent: IN_EVENT }) as unknown],
  ['a list', [IN_EVENT]],
  ['a text', IN_EVENT],
  ['null', null],
  ['nothing', undefined],
])('an event that is or has %s has no context', (_, event) => {
  expect(extractMessageSpanContext({ event })).toEqual({ result: 'missing' })
})

test('what is wrong with the header is told before what is wrong with the event', () => {
  const headers = [['traceparent', [IN_HEADER, IN_HEADER]]] as const

  expect(extractMessageSpanContext({ headers, event: { trace_parent: 'x' } }).result).toBe(
    'duplicate',
  )
  expect(extractMessageSpanContext({ event: { trace_parent: 'x' } }).result).toBe('malformed')
})

test('the context of a message has its sender as the parent, and any other stays as it is', () => {
  const context = contextWithMessageParent(ROOT_CONTEXT, { event: { trace_parent: IN_EVENT } })

  expect(trace.getSpanContext(context)).toMatchObject({ traceId: 'c'.repeat(32), isRemote: true })
  expect(contextWithMessageParent(ROOT_CONTEXT, { event: {} })).toBe(ROOT_CONTEXT)
})

test('what is written into an event is read from it', () => {
  assert(
    property(id(16), id(8), nat(255), (traceId, spanId, traceFlags) => {
      const sent = { traceId, spanId, traceFlags }
      const text = JSON.stringify(withTraceFields({}, trace.setSpanContext(ROOT_CONTEXT, sent)))

      const { spanContext } = extractMessageSpanContext({ event: JSON.parse(text) })

      expect(spanContext).toEqual({ ...sent, isRemote: true })
    }),
  )
})

test('no payload makes reading throw', () => {
  assert(
    property(anything(), (event) => {
      expect(extractMessageSpanContext({ event }).result).toBe('missing')
    }),
  )
})

/** The id of so many bytes in hex, of which not all are zero. */
function id(bytes: number): Arbitrary<string> {
  return uint8Array({ minLength: bytes, maxLength: bytes })
    .filter((id) => id.some((byte) => byte !== 0))
    .map((id) => Buffer.from(id).toString('hex'))
}
