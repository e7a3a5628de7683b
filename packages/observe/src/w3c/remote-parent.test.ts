import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { outgoingSpanContext, withRemoteParent } from './remote-parent.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const REMOTE = { traceId: TRACE_ID, spanId: '1'.repeat(16), traceFlags: 0x03, isRemote: true }
const CHILD = { traceId: TRACE_ID, spanId: '2'.repeat(16), traceFlags: 0x01 }

test('makes the sender the parent of new spans', () => {
  expect(trace.getSpanContext(withRemoteParent(ROOT_CONTEXT, REMOTE))).toEqual(REMOTE)
})

test('sends nothing from a context without a span', () => {
  expect(outgoingSpanContext(ROOT_CONTEXT)).toBeUndefined()
})

test('sends the active span as it is where nothing was received', () => {
  expect(outgoingSpanContext(trace.setSpanContext(ROOT_CONTEXT, CHILD))).toBe(CHILD)
})

test('gives a child the random flag of its remote parent', () => {
  const context = trace.setSpanContext(withRemoteParent(ROOT_CONTEXT, REMOTE), CHILD)

  expect(outgoingSpanContext(context)).toEqual({ ...CHILD, traceFlags: 0x03 })
})

test('gives a child no flag of its remote parent but the random one', () => {
  const remote = { ...REMOTE, traceFlags: 0xff }
  const child = { ...CHILD, traceFlags: 0 }
  const context = trace.setSpanContext(withRemoteParent(ROOT_CONTEXT, remote), child)

  expect(outgoingSpanContext(context)?.traceFlags).toBe(0x02)
})

test('gives a span of another trace no flag', () => {
  const other = { ...CHILD, traceId: '3'.repeat(32) }
  const context = trace.setSpanContext(withRemoteParent(ROOT_CONTEXT, REMOTE), other)

  expect(outgoingSpanContext(context)).toEqual(other)
})
