import { headers as emptyHeaders, type MsgHdrs } from '@nats-io/nats-core'
import type { Codec } from '../codec/index.ts'
import { TransportError } from '../transport-error.ts'
import { MASKED } from './error-envelope.ts'
import { reasonOf } from './reason-of.ts'
import type { ServiceSettings } from './service-settings.ts'

/** What the caller of a command is sent. */
export interface Reply {
  readonly payload: Uint8Array
  /** Absent for a result. */
  readonly error?: Error
}

/** The reply of a command that was handled; that it cannot be encoded is an error itself. */
export function resultReply(settings: ServiceSettings, result: unknown): Reply {
  try {
    return { payload: settings.codec.encode(result) }
  } catch (cause) {
    const error = new TransportError(
      'PAYLOAD_INVALID',
      `the result cannot be encoded: ${reasonOf(cause)}`,
      {
        hint: 'return plain data, or use a codec that knows it',
        cause,
      },
    )
    return errorReply(settings, error, error)
  }
}

/** The reply of a command that failed: `thrown` is what the envelope is made of, `error` what is recorded. */
export function errorReply(settings: ServiceSettings, thrown: unknown, error: Error): Reply {
  return { payload: envelopeOf(settings, thrown), error }
}

/** The reply that says no more than `message`, to a command that no handler has seen. */
export function refusal({ codec }: ServiceSettings, error: Error, message: string): Reply {
  return { payload: encodeAny(codec, [{ message }, MASKED]), error }
}

/** The reply that says nothing but that the command failed. */
export function maskedReply({ codec }: ServiceSettings, error: Error): Reply {
  return { payload: encodeAny(codec, [MASKED]), error }
}

/** The headers of a reply over a stream, or of an error; undefined where there are none. */
export function replyHeaders(isError: boolean, correlationId?: string): MsgHdrs | undefined {
  if (!isError && correlationId === undefined) return undefined
  const headers = emptyHeaders()
  if (correlationId !== undefined) headers.append('x-correlation-id', correlationId)
  if (isError) headers.append('x-error', 'true')
  return headers
}

function envelopeOf({ codec, rpc }: ServiceSettings, thrown: unknown): Uint8Array {
  try {
    return codec.encode(rpc.errorEnvelope(thrown))
  } catch {
    // What was thrown cannot be sent: the caller learns that it failed all the same.
    return encodeAny(codec, [MASKED])
  }
}

/** The first value that can be encoded; nothing where the codec takes none, for `x-error` says enough. */
function encodeAny(codec: Codec, values: readonly unknown[]): Uint8Array {
  for (const value of values) {
    try {
      return codec.encode(value)
    } catch {
      // The next one is simpler.
    }
  }
  return new Uint8Array()
}
