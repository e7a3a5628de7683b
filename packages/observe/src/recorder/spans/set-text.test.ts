import { ROOT_CONTEXT, trace, type AttributeValue } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { tracerProvider } from '../recording-tracer-provider.ts'
import { AsciiText } from './ascii-text.ts'
import { attributeOf } from './attribute-of.ts'
import { setText } from './set-text.ts'
import type { SpanRecord } from './span-record.ts'

test('bytes that are not all of ASCII are no such text', () => {
  expect(AsciiText.of(new TextEncoder().encode('café'), 0, 5)).toBeUndefined()
  expect(AsciiText.of(new TextEncoder().encode('café'), 0, 3)?.toString()).toBe('caf')
})

test('a span that is not of the recorder is given a string', () => {
  const given: [string, AttributeValue][] = []
  const span = trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 })
  span.setAttribute = (key, value) => {
    given.push([key, value])
    return span
  }

  setText(span, 'key', ascii('order-7'))

  expect(given).toEqual([['key', 'order-7']])
})

test('a text that is longer than the limit is cut, as a string is', () => {
  const ended: SpanRecord[] = []
  const provider = tracerProvider((span) => ended.push(span), { limits: { maxValueLength: 5 } })
  const span = provider.getTracer('test').startSpan('name', {}, ROOT_CONTEXT)

  setText(span, 'key', ascii('order-7'))
  span.end()

  expect(ended.map((record) => attributeOf(record, 'key'))).toEqual(['order'])
})

test('a span that has ended takes no text', () => {
  const ended: SpanRecord[] = []
  const provider = tracerProvider((span) => ended.push(span))
  const span = provider.getTracer('test').startSpan('name', {}, ROOT_CONTEXT)
  span.end()

  setText(span, 'key', ascii('order-7'))

  expect(ended.map((record) => attributeOf(record, 'key'))).toEqual([undefined])
})

function ascii(text: string): AsciiText {
  const bytes = new TextEncoder().encode(text)
  const value = AsciiText.of(bytes, 0, bytes.length)
  if (!value) throw new Error('not ASCII')
  return value
}
