/** Writes a text of characters up to U+00FF, a byte each; there must be room for it. */
export function writeLatin1(bytes: Uint8Array, text: string, start: number): void {
  if (nativeWrite !== undefined) nativeWrite.call(bytes, text, start, text.length)
  else for (let at = 0; at < text.length; at++) bytes[start + at] = text.charCodeAt(at)
}

type NativeWrite = (this: Uint8Array, text: string, start: number, length: number) => unknown

interface LikeNode {
  readonly Buffer?: { readonly prototype: { readonly latin1Write?: NativeWrite } }
}

const { latin1Write } = (globalThis as LikeNode).Buffer?.prototype ?? {}

// Node's buffers write in a quarter of the time; other runtimes have none, or keep it to theirs.
const nativeWrite = latin1Write !== undefined && doesWrite(latin1Write) ? latin1Write : undefined

function doesWrite(write: NativeWrite): boolean {
  const bytes = new Uint8Array(2)
  try {
    write.call(bytes, 'a', 1, 1)
  } catch {
    return false
  }
  return bytes[1] === 'a'.charCodeAt(0)
}
