import { decodeTraces, encodeTraces, parseTracesJson } from '@hopscope/observe/otlp'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { siftRequest } from './sift-request.ts'

test('of whatever bytes, what is left can be read', () => {
  fc.assert(
    fc.property(damaged(encodeTraces({ resourceSpans: [] })), (bytes) => {
      expectReadable(siftRequest({ signal: 'traces', format: 'protobuf', bytes }))
    }),
  )
})

test('of a request in which bytes were changed, what is left can be read', () => {
  fc.assert(
    fc.property(damaged(request()), (bytes) => {
      expectReadable(siftRequest({ signal: 'traces', format: 'protobuf', bytes }))
    }),
    { numRuns: 500 },
  )
})

test('of whatever JSON, what is left can be read', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (spans) => {
      const text = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }, ...spans] }] })
      const bytes = Buffer.from(text)
      expectReadable(siftRequest({ signal: 'traces', format: 'json', bytes }))
    }),
  )
})

test('of a request that is in order nothing is taken out', () => {
  const bytes = request()

  expect(siftRequest({ signal: 'traces', format: 'protobuf', bytes })).toEqual({
    bytes: Buffer.from(bytes),
    total: 2,
    rejected: 0,
  })
})

function expectReadable(sifted: ReturnType<typeof siftRequest>): void {
  if (!sifted) return
  const spans = decodeTraces(sifted.bytes)
    ?.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans)
    .flatMap((scope) => scope.spans)
  expect(spans).toHaveLength(sifted.total - sifted.rejected)
}

/** Bytes with others in some places. */
function damaged(bytes: Uint8Array): fc.Arbitrary<Uint8Array> {
  const change = fc.tuple(fc.nat(Math.max(8, bytes.length)), fc.integer({ min: 0, max: 255 }))
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = new Uint8Array(Math.max(bytes.length, ...changes.map(([at]) => at + 1)))
    copy.set(bytes)
    for (const [at, byte] of changes) copy[at] = byte
    return copy
  })
}

function request(): Uint8Array {
  const spans = ['1', '2'].map((id) => ({
    traceId: id.repeat(32),
    spanId: id.repeat(16),
    name: 'work',
    attributes: [{ key: 'a', value: { stringValue: 'b' } }],
  }))
  const scopeSpans = [{ scope: { name: 'shop' }, spans }]
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'orders' } }] }
  const data = parseTracesJson({ resourceSpans: [{ resource, scopeSpans }] })
  return encodeTraces(data ?? { resourceSpans: [] })
}
