import { afterEach, expect, test, vi } from 'vitest'
import { readText } from './read-text.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

test.each(['order-17', 'é', '\u{1f980}', ''])('reads "%s" from between other bytes', (text) => {
  const bytes = new TextEncoder().encode(text)

  expect(readText(Uint8Array.of(1, ...bytes, 2), 1, bytes.length + 1)).toBe(text)
})

test.each([
  ['has no buffers of Node', undefined],
  ['has others', { prototype: { latin1Slice: () => '' } }],
  ['keeps them to their own kind', { prototype: { latin1Slice: refuse } }],
])('reads the same on a runtime that %s', async (_, buffer) => {
  vi.stubGlobal('Buffer', buffer)
  vi.resetModules()
  const module = await import('./read-text.ts')

  expect(module.readText(new TextEncoder().encode('a 17'), 2, 4)).toBe('17')
})

function refuse(): string {
  throw new TypeError('not a buffer')
}
