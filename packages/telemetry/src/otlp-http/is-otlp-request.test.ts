import { assert, array, property, uint8Array } from 'fast-check'
import { encodeTraces } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { isOtlpRequest } from './is-otlp-request.ts'

test.each([
  ['nothing', ''],
  ['an empty resource', '0a00'],
  ['two resources', '0a01010a020202'],
  ['a length in more bytes than it needs', '0a818080800001'],
])('%s may be a request', (_, hex) => {
  expect(isOtlpRequest(Buffer.from(hex, 'hex'))).toBe(true)
})

test.each([
  ['a tag alone', '0a'],
  ['another field', '1200'],
  ['another wire type', '0800'],
  ['a resource that is cut off', '0a0201'],
  ['a length that is cut off', '0a80'],
  ['a length beyond what there is', '0affffffff7f'],
  ['a length without end', '0affffffffffffffffffff'],
  ['something after a resource', '0a0101ff'],
  ['a bare span', '0a100102030405060708090a0b0c0d0e0f1012080102030405060708'],
  ['JSON', '7b7d'],
])('%s is no request', (_, hex) => {
  expect(isOtlpRequest(Buffer.from(hex, 'hex'))).toBe(false)
})

test('what is joined of requests is a request, and what is cut off of one is none', () => {
  const request = encodeTraces({
    resourceSpans: [{ resource: { attributes: { a: 'b' } }, scopeSpans: [] }],
  })

  expect(isOtlpRequest(Buffer.concat([request, request]))).toBe(true)
  expect(isOtlpRequest(request.subarray(0, -1))).toBe(false)
})

test('two byte strings that are requests are one when they are joined', () => {
  assert(
    property(array(uint8Array({ maxLength: 300 })), uint8Array(), (resources, tail) => {
      const request = Buffer.concat(resources.map(asField))

      expect(isOtlpRequest(request)).toBe(true)
      expect(isOtlpRequest(Buffer.concat([request, tail]))).toBe(isOtlpRequest(tail))
    }),
  )
})

function asField(resource: Uint8Array): Uint8Array {
  const length = Buffer.from([(resource.length & 0x7f) | 0x80, resource.length >> 7])
  return Buffer.concat([Buffer.from([0x0a]), length, resource])
}
