import { TransportError } from '../transport-error.ts'
import type { Codec } from './codec.ts'

/**
 * JSON in UTF-8, which every client of the contract reads; the default.
 *
 * It throws {@link TransportError} PAYLOAD_INVALID for what has no JSON, such as a function, a bigint or
 * a cycle, and for a payload that is no JSON or no UTF-8.
 */
export const jsonCodec: Codec = {
  encode(value) {
    if (value === undefined) return EMPTY

    const text = toJson(value)
    if (text === undefined) throw unencodable(`a ${typeof value} has no JSON`, undefined)
    return ENCODER.encode(text)
  },
  decode(bytes) {
    if (bytes.length === 0) return undefined

    try {
      return JSON.parse(DECODER.decode(bytes)) as unknown
    } catch (error) {
      throw new TransportError('PAYLOAD_INVALID', `the payload is no JSON: ${reasonOf(error)}`, {
        cause: error,
        hint: 'give both sides the same codec',
      })
    }
  },
}

const EMPTY = new Uint8Array()
const ENCODER = new TextEncoder()
const DECODER = new TextDecoder('utf-8', { fatal: true })

function toJson(value: unknown): string | undefined {
  try {
    // It returns nothing for functions and symbols, whatever its type says.
    return JSON.stringify(value)
  } catch (error) {
    throw unencodable(reasonOf(error), error)
  }
}

function unencodable(reason: string, cause: unknown): TransportError {
  return new TransportError('PAYLOAD_INVALID', `the data cannot be encoded: ${reason}`, {
    cause,
    hint: 'send plain data, or use a codec that knows it',
  })
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
