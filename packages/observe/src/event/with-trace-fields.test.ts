import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, expectTypeOf, test } from 'vitest'
import '../node/index.ts'
import { parseTracestate } from '../w3c/index.ts'
import { withTraceFields } from './with-trace-fields.ts'

const TRACE_ID = 'a'.repeat(32)
const SPAN_ID = 'b'.repeat(16)

test('an event carries the context by the names of DagNats', () => {
  const event = withTraceFields({ order: 7 }, contextOf('dagnats=1'))

  expect(JSON.stringify(event)).toBe(
    `{"order":7,"trace_parent":"00-${TRACE_ID}-${SPAN_ID}-01","trace_state":"dagnats=1"}`,
  )
})

test('a context without a state leaves the state out', () => {
  expect(withTraceFields({ order: 7 }, contextOf())).toEqual({
    order: 7,
    trace_parent: `00-${TRACE_ID}-${SPAN_ID}-01`,
  })
})

test('the active context is taken unless another is given', () => {
  const event = context.with(contextOf(), () => withTraceFields({ order: 7 }))

  expect(event.trace_parent).toBe(`00-${TRACE_ID}-${SPAN_ID}-01`)
})

test('the event that was handed in stays as it is', () => {
  const event = Object.freeze({ order: 7 })

  expect(withTraceFields(event, contextOf())).not.toBe(event)
  expect(event).toEqual({ order: 7 })
})

test('a context that came with the event gives way, with its state', () => {
  const received = { trace_parent: 'old', trace_state: 'old=1', order: 7 }

  expect(withTraceFields(received, contextOf())).toEqual({
    order: 7,
    trace_parent: `00-${TRACE_ID}-${SPAN_ID}-01`,
  })
})

test('without a valid span nothing is written', () => {
  const event = { order: 7, trace_parent: 'as it came' }
  const invalid = trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 1 })

  expect(withTraceFields(event, ROOT_CONTEXT)).toBe(event)
  expect(withTraceFields(event, trace.setSpan(ROOT_CONTEXT, invalid))).toBe(event)
})

test('an event keeps its type', () => {
  const event = withTraceFields({ order: 7 }, contextOf())

  expectTypeOf(event.order).toEqualTypeOf<number>()
  expectTypeOf(event.trace_parent).toEqualTypeOf<string | undefined>()
})

function contextOf(tracestate?: string) {
  const traceState = tracestate === undefined ? undefined : parseTracestate(tracestate)
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    traceFlags: 1,
    ...(traceState && { traceState }),
  })
}
