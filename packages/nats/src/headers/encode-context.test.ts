import { afterEach, expect, test, vi } from 'vitest'

const SPAN_CONTEXT = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 0x81 }
const BLOCK = `NATS/1.0\r\ntraceparent: 00-${'a'.repeat(32)}-${'b'.repeat(16)}-81\r\n\r\n`

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

test('the block is the same on a runtime without the buffers of Node', async () => {
  expect(await encodedWith(Buffer)).toBe(BLOCK)
  expect(await encodedWith(undefined)).toBe(BLOCK)
})

test('the block is the same where buffers write to their own kind only', async () => {
  const latin1Write = vi.fn<(text: string) => number>(() => {
    throw new TypeError('not a buffer')
  })

  expect(await encodedWith({ prototype: { latin1Write } })).toBe(BLOCK)
  expect(latin1Write).toHaveBeenCalledOnce()
})

/** The block on a runtime with that global `Buffer`. */
async function encodedWith(global: unknown): Promise<string> {
  vi.stubGlobal('Buffer', global)
  vi.resetModules()
  const { encodeContext } = await import('./encode-context.ts')
  const block = encodeContext(SPAN_CONTEXT)
  vi.unstubAllGlobals()
  return new TextDecoder().decode(block)
}
