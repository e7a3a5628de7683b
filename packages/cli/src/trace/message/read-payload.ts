import { createReadStream } from 'node:fs'
import { CliError } from '../../cli-error.ts'
import type { Io } from '../../io.ts'
import { readStdin } from '../../read-stdin.ts'
import { readToEnd } from '../../read-to-end.ts'
import { MAX_PAYLOAD_BYTES } from './max-payload-bytes.ts'

/** What a message holds, as it was typed. */
export interface TypedPayload {
  /** A text; `@file` is a file, `-` is stdin, `@@text` is a text that begins with `@`. */
  readonly text?: string | undefined
  /** So many bytes of no meaning, in place of a text. */
  readonly size?: number | undefined
}

/**
 * Gives the payload that was typed, or that a file or stdin holds.
 *
 * Stdin is read only when it is asked for: a program may have been started with one that never
 * ends. A person at a terminal is told what is waited for.
 *
 * @throws {CliError} FILE_INVALID if the file cannot be read, ARGUMENT_INVALID if it is larger than
 *   {@link MAX_PAYLOAD_BYTES}, INTERRUPTED if the person gives up
 */
export async function readPayload(
  io: Io,
  { text = '', size }: TypedPayload,
): Promise<Uint8Array | string> {
  if (size !== undefined) return new Uint8Array(size).fill(FILLER)
  if (text === '-') return readStdin(io, LIMITED)
  if (text.startsWith('@@')) return text.slice(1)
  return text.startsWith('@') ? readPayloadFile(io, text.slice(1)) : text
}

// A pipe may never end.
const LIMITED = { what: 'the payload', maxBytes: MAX_PAYLOAD_BYTES }
const FILLER = 'x'.charCodeAt(0)

async function readPayloadFile({ signal }: Io, path: string): Promise<Uint8Array> {
  try {
    return await readToEnd(createReadStream(path), { ...LIMITED, signal })
  } catch (error) {
    if (error instanceof CliError) throw error
    throw new CliError('FILE_INVALID', `the payload ${JSON.stringify(path)} cannot be read`, {
      hint: 'name a file after @, or write @@ where the text itself begins with @',
      cause: error,
    })
  }
}
