import type { Codec } from '../codec/index.ts'
import { TransportError } from '../transport-error.ts'
import { reasonOf } from './reason-of.ts'

/** A payload that was decoded, or why it could not be. */
export type Decoded =
  | { readonly data: unknown; readonly error?: undefined }
  | { readonly error: TransportError }

/** Decodes a payload; never throws, whatever the codec does. */
export function decode(codec: Codec, payload: Uint8Array): Decoded {
  try {
    return { data: codec.decode(payload) }
  } catch (cause) {
    const error = new TransportError('PAYLOAD_INVALID', `Decode error: ${reasonOf(cause)}`, {
      hint: 'give both sides the same codec',
      cause,
    })
    return { error }
  }
}
