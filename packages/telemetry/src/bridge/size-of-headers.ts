import type { MsgHdrs } from '@nats-io/nats-core'

/** The bytes that headers take in a message, by which servers measure it as well. */
export function sizeOfHeaders(headers: MsgHdrs): number {
  let size = FRAME_BYTES
  for (const [name, values] of headers) {
    for (const value of values) size += Buffer.byteLength(`${name}: ${value}\r\n`)
  }
  return size
}

const FRAME_BYTES = 'NATS/1.0\r\n\r\n'.length
