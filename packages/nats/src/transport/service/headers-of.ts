import { headers, type MsgHdrs } from '@nats-io/nats-core'
import { sanitizeHeaderValue } from '@hopscope/observe/headers'
import type { ReceivedMessage } from '../../connection/hooks.ts'
import { rawHeaders } from '../../headers/raw-message.ts'

/**
 * The headers of a message that came; never throws.
 *
 * nats.js refuses to read all of them where one has a name or a value that it would not send, which a
 * server lets pass: see {@link readableHeaders}.
 */
export function headersOf(message: ReceivedMessage): MsgHdrs | undefined {
  try {
    return message.headers
  } catch {
    const raw = rawHeaders(message)
    return raw && readableHeaders(raw.bytes.subarray(0, raw.end))
  }
}

/**
 * What can be read of a header block: a header whose name nobody may send is left out, and what
 * nobody may send in a value is a space.
 */
export function readableHeaders(block: Uint8Array): MsgHdrs {
  const readable = headers()
  const [, ...lines] = new TextDecoder().decode(block).split('\r\n')
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    try {
      const value = sanitizeHeaderValue(line.slice(colon + 1), Infinity)
      readable.append(line.slice(0, colon), value)
    } catch {
      // Its name is none.
    }
  }
  return readable
}
