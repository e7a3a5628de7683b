import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { reportJson } from './trace-report.ts'

test('a report gives the JSON that the server wrote, character by character', () => {
  const json = '{ "cid":12345678901234567890, "name":"n1" }'
  const payload = new TextEncoder().encode(json)

  expect(reportJson({ payload })).toBe(json)
  expect(reportJson({ payload: gzipSync(payload), contentEncoding: 'gzip' })).toBe(json)
})

test('a report that is not compressed as it says has no JSON', () => {
  expect(reportJson({ payload: Uint8Array.of(1), contentEncoding: 'gzip' })).toBeUndefined()
})
