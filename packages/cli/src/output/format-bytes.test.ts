import { expect, test } from 'vitest'
import { formatBytes } from './format-bytes.ts'

test.each([
  [0, '0 B'],
  [640, '640 B'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [34 * 1024 ** 2, '34 MiB'],
  [1024 ** 3 - 1, '1 GiB'],
  [1024 ** 3, '1 GiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
