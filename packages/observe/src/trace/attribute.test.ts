import { expect, test } from 'vitest'
import { decodeTraces, Double, encodeTraces, type AnyValue } from '../otlp/index.ts'
import { InMemoryTelemetry } from '../testing/index.ts'
import { ROOT_CONTEXT } from '@opentelemetry/api'
import { boolAttr, float64Attr, int64Attr, stringAttr, type Attribute } from './attribute.ts'

test.each<[string, Attribute, AnyValue]>([
  ['a text', stringAttr('k', 'x'), 'x'],
  ['a truth value', boolAttr('k', false), false],
  ['an int', int64Attr('k', 3), 3],
  ['an int given as bigint', int64Attr('k', 3n), 3],
  ['the greatest int64', int64Attr('k', 2n ** 63n - 1n), 2n ** 63n - 1n],
  ['the least int64', int64Attr('k', -(2n ** 63n)), -(2n ** 63n)],
  ['an int beyond 2^53 given as number', int64Attr('k', 2 ** 60), 2n ** 60n],
  ['an int of more than 64 bits, as text', int64Attr('k', 2n ** 63n), '9223372036854775808'],
  ['what was called an int and is none, as a double', int64Attr('k', 1.5), 1.5],
  ['a whole double', float64Attr('k', 1), new Double(1)],
  ['a double', float64Attr('k', 0.5), 0.5],
])('%s reaches the wire', (_, attribute, value) => {
  const telemetry = new InMemoryTelemetry()

  telemetry.tracer.start(ROOT_CONTEXT, 'work', { attributes: [attribute] })[1].end()

  expect(onTheWire(telemetry)).toEqual(value)
})

test('an int that is left out where it is called for has no value', () => {
  // @ts-expect-error what JavaScript lets through
  expect(int64Attr('k', undefined).value).toBeUndefined()
})

test('an int that is no number at all stays what it is', () => {
  expect(int64Attr('k', Number.NaN).value).toBeNaN()
  expect(int64Attr('k', Number.POSITIVE_INFINITY).value).toBe(Number.POSITIVE_INFINITY)
})

/** The attribute `k` of the only span after it went through OTLP's protobuf. */
function onTheWire(telemetry: InMemoryTelemetry): AnyValue | undefined {
  const bytes = encodeTraces({
    resourceSpans: [
      {
        resource: { attributes: {} },
        scopeSpans: [{ scope: { name: 'test' }, spans: telemetry.spans }],
      },
    ],
  })
  return decodeTraces(bytes)?.resourceSpans[0]?.scopeSpans[0]?.spans[0]?.attributes['k']
}
