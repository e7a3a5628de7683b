import type { Msg } from '@nats-io/nats-core'
import { readHeader } from '@hopscope/observe/headers'
import type { Codec } from '../codec/codec.ts'
import { headersOf } from '../service/headers-of.ts'
import { TransportError } from '../transport-error.ts'

/**
 * What a reply says, decoded.
 *
 * Any `x-error` that is not empty makes it an error, in whatever case it is spelled, `false` included,
 * and whether or not it has a payload.
 *
 * @throws {@link TransportError} RPC_FAILED with the error in `payload`; PAYLOAD_INVALID if it cannot be decoded
 */
export function readReply(codec: Codec, subject: string, reply: Msg): unknown {
  if (readHeader(headersOf(reply), 'x-error').some((value) => value !== '')) {
    throw failure(codec, subject, reply)
  }
  try {
    return codec.decode(reply.data)
  } catch (error) {
    throw new TransportError('PAYLOAD_INVALID', `the reply to ${subject} cannot be decoded`, {
      cause: error,
      hint: 'give client and service the same codec',
    })
  }
}

function failure(codec: Codec, subject: string, reply: Msg): TransportError {
  const hint = 'see the payload, and the trace of the service'
  try {
    const payload = codec.decode(reply.data)
    const text = messageOf(payload)
    const message = text === undefined ? `${subject} failed` : `${subject} failed: ${text}`
    return new TransportError('RPC_FAILED', message, { payload, hint })
  } catch (error) {
    const message = `${subject} failed with an error that cannot be decoded`
    return new TransportError('RPC_FAILED', message, { cause: error, hint })
  }
}

function messageOf(envelope: unknown): string | undefined {
  if (typeof envelope === 'string') return envelope
  if (typeof envelope !== 'object' || envelope === null || !('message' in envelope))
    return undefined
  return typeof envelope.message === 'string' ? envelope.message : undefined
}
