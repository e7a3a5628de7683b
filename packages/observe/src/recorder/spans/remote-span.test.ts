import { ROOT_CONTEXT, SpanStatusCode, trace, type Span } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import type { SpanData } from '../../otlp/model.ts'
import { recordingTracerProvider } from '../recording-tracer-provider.ts'
import { RemoteSpan } from './remote-span.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'

test('has the ids as digits', () => {
  expect(remoteSpan(0x81).spanContext()).toEqual({
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    traceFlags: 0x81,
    isRemote: true,
  })
})

test('is the remote parent of what begins below it', () => {
  const child = endedBelow(remoteSpan(1))

  expect(child).toMatchObject({ traceId: TRACE_ID, parentSpanId: SPAN_ID, flags: 0x301 })
})

test('which is not sampled if it is not', () => {
  expect(endedBelow(remoteSpan(0))).toBeUndefined()
})

test('records nothing, and stays as it is', () => {
  const span: Span = remoteSpan(1)
  span.setAttribute('a', 1).setAttributes({ b: 2 }).addEvent('c').updateName('d')
  span
    .addLink({ context: span.spanContext() })
    .addLinks([])
    .setStatus({ code: SpanStatusCode.ERROR })
  span.recordException('e')
  span.end()

  expect(span.isRecording()).toBe(false)
  expect(span.spanContext().spanId).toBe(SPAN_ID)
})

function remoteSpan(traceFlags: number): RemoteSpan {
  const trace = {
    bits0: 0x4bf92f35,
    bits1: 0x77b34da6,
    bits2: 0xa3ce929d | 0,
    bits3: 0x0e0e4736,
    hex: '',
  }
  return new RemoteSpan(trace, 0x00f067aa, 0x0ba902b7, traceFlags)
}

function endedBelow(parent: Span): SpanData | undefined {
  const ended: SpanData[] = []
  const provider = recordingTracerProvider({ record: (span) => ended.push(span) })
  provider.getTracer('test').startSpan('work', {}, trace.setSpan(ROOT_CONTEXT, parent)).end()
  return ended[0]
}
