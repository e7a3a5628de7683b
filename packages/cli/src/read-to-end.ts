import type { Readable } from 'node:stream'
import { CliError } from './cli-error.ts'
import { orInterrupt } from './or-interrupt.ts'

/** What is read. */
export interface ReadOptions {
  /** In words, such as `the payload`. */
  readonly what: string
  readonly signal: AbortSignal
  /** @default no limit */
  readonly maxBytes?: number
}

/**
 * Reads a file or a pipe to its end, unless the person ends the command before.
 *
 * @throws {CliError} ARGUMENT_INVALID if there is more than may be, or INTERRUPTED
 */
export async function readToEnd(
  stream: Readable,
  { what, signal, maxBytes = Number.POSITIVE_INFINITY }: ReadOptions,
): Promise<Buffer<ArrayBuffer>> {
  try {
    return await orInterrupt(gather(stream, { what, maxBytes }), signal)
  } finally {
    stream.destroy()
  }
}

async function gather(
  stream: Readable,
  { what, maxBytes }: { readonly what: string; readonly maxBytes: number },
): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream) {
    const buffer = Buffer.from(chunk)
    chunks.push(buffer)
    bytes += buffer.length
    if (bytes > maxBytes) throw tooLarge(what, maxBytes)
  }
  return Buffer.concat(chunks)
}

function tooLarge(what: string, maxBytes: number): CliError {
  return new CliError('ARGUMENT_INVALID', `${what} is larger than ${maxBytes} bytes`, {
    hint: 'no server takes as much: send less',
  })
}
