import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeTraces } from './decode-traces.ts'
import { encodeSpan } from './encode-span.ts'
import { encodeTraceRequest } from './encode-trace-request.ts'
import { encodeTraces } from './encode-traces.ts'
import { formatTracesJson } from './format-traces-json.ts'
import { resources, scopes, spans, traces } from '../../test/arbitrary-traces.ts'
import { parseTracesJson } from './parse-traces-json.ts'

test('decodes what was encoded', () => {
  fc.assert(
    fc.property(traces(), (data) => {
      expect(decodeTraces(encodeTraces(data))).toEqual(data)
    }),
  )
})

test('parses what was formatted', () => {
  fc.assert(
    fc.property(traces(), (data) => {
      expect(parseTracesJson(formatTracesJson(data))).toEqual(data)
    }),
  )
})

test('frames spans as if they had been encoded together', () => {
  fc.assert(
    fc.property(
      resources(),
      scopes(),
      fc.array(spans(), { minLength: 1 }),
      (resource, scope, list) => {
        const framed = encodeTraceRequest({ resource, scope, spans: list.map(encodeSpan) })
        const together = encodeTraces({
          resourceSpans: [{ resource, scopeSpans: [{ scope, spans: list }] }],
        })

        expect(framed).toEqual(together)
      },
    ),
  )
})

test('decodes joined requests as all of their spans', () => {
  fc.assert(
    fc.property(traces(), traces(), (one, other) => {
      const joined = Buffer.concat([encodeTraces(one), encodeTraces(other)])

      expect(decodeTraces(joined)?.resourceSpans).toEqual([
        ...one.resourceSpans,
        ...other.resourceSpans,
      ])
    }),
  )
})

test('never throws at bytes of any kind', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => decodeTraces(bytes)).not.toThrow()
    }),
    { numRuns: 1000 },
  )
})

test('never throws at a request in which a byte was changed, nor reads what cannot be written', () => {
  fc.assert(
    fc.property(traces(), fc.nat(), fc.nat({ max: 255 }), (data, place, byte) => {
      const bytes = encodeTraces(data)
      bytes.fill(byte, place % (bytes.length + 1), (place % (bytes.length + 1)) + 1)
      const decoded = decodeTraces(bytes)

      expect(decoded && decodeTraces(encodeTraces(decoded))).toEqual(decoded)
    }),
    { numRuns: 200 },
  )
})

test('never throws at a request that was cut off', () => {
  fc.assert(
    fc.property(traces(), fc.nat(), (data, place) => {
      const bytes = encodeTraces(data)

      expect(() => decodeTraces(bytes.subarray(0, place % (bytes.length + 1)))).not.toThrow()
    }),
    { numRuns: 200 },
  )
})

test('gives up a request that was cut off within its only resource', () => {
  fc.assert(
    fc.property(resources(), spans(), fc.nat(), (resource, span, place) => {
      const scopeSpans = [{ scope: { name: '' }, spans: [span] }]
      const bytes = encodeTraces({ resourceSpans: [{ resource, scopeSpans }] })

      expect(decodeTraces(bytes.subarray(0, 1 + (place % (bytes.length - 1))))).toBeUndefined()
    }),
    { numRuns: 200 },
  )
})

test('never throws at JSON of any kind', () => {
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, text) => {
      expect(() => parseTracesJson(json)).not.toThrow()
      expect(() => parseTracesJson(text)).not.toThrow()
    }),
  )
})

test('never throws at OTLP/JSON in which a value is another', () => {
  fc.assert(
    fc.property(traces(), fc.nat(), fc.jsonValue(), (data, place, value) => {
      const parts = formatTracesJson(data).split(/(?<=:)("[^"\\]*"|\d+|true|false)/)
      const changed = parts
        .with((2 * place + 1) % (parts.length - 1), JSON.stringify(value))
        .join('')

      expect(() => parseTracesJson(changed)).not.toThrow()
    }),
    { numRuns: 200 },
  )
})
