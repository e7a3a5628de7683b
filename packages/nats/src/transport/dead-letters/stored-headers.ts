import type { MsgHdrs } from '@nats-io/nats-core'
import type { StoredMsg } from '@nats-io/jetstream'
import { readableHeaders } from '../service/headers-of.ts'

/** The headers of a stored message, those that nats.js does not read included; never throws. */
export function storedHeaders(stored: StoredMsg): MsgHdrs {
  try {
    return stored.header
  } catch {
    return readableHeaders(blockOf(stored))
  }
}

function blockOf(stored: StoredMsg): Uint8Array {
  // As nats.js 3.4 keeps it: the answer of the server, with the header block in base64.
  const { smr } = stored as { readonly smr?: { readonly message?: { readonly hdrs?: unknown } } }
  const block = smr?.message?.hdrs
  return typeof block === 'string' ? Uint8Array.from(atob(block), toByte) : new Uint8Array()
}

function toByte(character: string): number {
  return character.charCodeAt(0)
}
