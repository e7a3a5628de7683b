import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from './base64.ts'

test('writes what Node writes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    }),
  )
})

test('reads both alphabets, with and without padding', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const padded = Buffer.from(bytes).toString('base64')

      expect(decodeBase64(padded)).toEqual(bytes)
      expect(decodeBase64(padded.replaceAll('=', ''))).toEqual(bytes)
      expect(decodeBase64(Buffer.from(bytes).toString('base64url'))).toEqual(bytes)
    }),
  )
})

test.each(['A', 'AAAAA', 'A===', '=', 'AA==AA', 'A A=', 'é'])('does not read %j', (text) => {
  expect(decodeBase64(text)).toBeUndefined()
})
