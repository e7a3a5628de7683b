import type { MsgHdrs } from '@nats-io/nats-core'
import { PathError } from './path-error.ts'

/**
 * Refuses what the server does not take. nats.js refuses it too, without the figures and the code.
 *
 * @throws {PathError} PAYLOAD_TOO_LARGE
 */
export function requireFitting(
  { info }: { readonly info?: { readonly max_payload: number } | undefined },
  headers: MsgHdrs,
  payload: Uint8Array | string,
): void {
  const payloadBytes = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.length
  const bytes = headerBytes(headers) + payloadBytes
  if (info === undefined || bytes <= info.max_payload) return
  throw new PathError(
    'PAYLOAD_TOO_LARGE',
    `max_payload size exceeded: headers and payload are ${bytes} bytes, the server takes ${info.max_payload}`,
    {
      hint: 'trace with a smaller payload: the way does not depend on it, but for limits of streams',
    },
  )
}

// As they are on the wire: `NATS/1.0`, a line a value, and an empty line.
function headerBytes(headers: MsgHdrs): number {
  let bytes = Buffer.byteLength('NATS/1.0\r\n\r\n')
  for (const [name, values] of headers) {
    for (const value of values) bytes += Buffer.byteLength(`${name}: ${value}\r\n`)
  }
  return bytes
}
