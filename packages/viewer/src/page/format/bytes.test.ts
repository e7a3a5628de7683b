import { expect, test } from 'vitest'
import { formatBytes } from './bytes.ts'

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [1024, '1 KiB'],
  [1536, '1.5 KiB'],
  [64 * 1024 * 1024, '64 MiB'],
  [1024 * 1024 - 1, '1 MiB'],
  [3 * 1024 ** 4, '3 TiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
