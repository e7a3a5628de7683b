import { headers as createHeaders } from '@nats-io/nats-core'
import { expect, test } from 'vitest'
import { tracedHeaders } from './traced-headers.ts'

test('asks for a trace without delivery, in a trace of its own', () => {
  const { headers, spanContext } = tracedHeaders([], TARGET)

  expect([...headers]).toEqual([
    ['Nats-Trace-Dest', ['inbox.0']],
    ['Nats-Trace-Only', ['true']],
    ['traceparent', [`00-${spanContext?.traceId}-${spanContext?.spanId}-01`]],
  ])
})

test('says nothing of a dry run when the message is to be delivered', () => {
  const { headers } = tracedHeaders([], { ...TARGET, dryRun: false })

  expect(headers.has('Nats-Trace-Only')).toBe(false)
})

test('keeps the headers it is given, every value of them', () => {
  const { headers } = tracedHeaders([['X-A', ['1', '2']]], TARGET)

  expect(headers.values('X-A')).toEqual(['1', '2'])
})

test('leaves the headers of an earlier trace out, in whatever case', () => {
  const given = [
    ['nats-trace-dest', ['trace disabled']],
    ['Nats-Trace-Hop', ['1.2']],
    ['NATS-TRACE-ONLY', ['no']],
    ['Nats-Trace-Origin-Account', ['A']],
  ] as const
  const { headers } = tracedHeaders(given, TARGET)

  expect(headers.keys().toSorted()).toEqual(['Nats-Trace-Dest', 'Nats-Trace-Only', 'traceparent'])
})

test('takes the traceparent it is given', () => {
  const given = createHeaders()
  given.set('Traceparent', `00-${TRACE_ID}-${SPAN_ID}-01`)
  const { headers, spanContext } = tracedHeaders(given, TARGET)

  expect(headers.has('traceparent')).toBe(false)
  expect(spanContext).toMatchObject({ traceId: TRACE_ID, spanId: SPAN_ID })
})

test('adds no traceparent when told so, and still takes one that it is given', () => {
  const target = { ...TARGET, traceparent: false }
  const given = [['traceparent', [`00-${TRACE_ID}-${SPAN_ID}-01`]]] as const

  expect(tracedHeaders([], target).headers.has('traceparent')).toBe(false)
  expect(tracedHeaders([], target).spanContext).toBeUndefined()
  expect(tracedHeaders(given, target).spanContext).toMatchObject({ traceId: TRACE_ID })
})

test('leaves it to the account where servers report when it is told of no destination', () => {
  const { headers } = tracedHeaders([], { ...TARGET, dryRun: false, destination: undefined })

  expect(headers.keys()).toEqual(['traceparent'])
})

test('does not change the headers it is given', () => {
  const given = createHeaders()
  given.set('Nats-Trace-Dest', 'before')
  tracedHeaders(given, TARGET)

  expect([...given]).toEqual([['Nats-Trace-Dest', ['before']]])
})

const TARGET = { destination: 'inbox.0', dryRun: true, traceparent: true }
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
