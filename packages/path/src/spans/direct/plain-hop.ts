import type { Hash64 } from '@hopscope/observe/hop'
import { isServerKind, kindOf } from '../../event/connection-kind.ts'
import { addBytes, addText, hopHash, messageHash } from './hop-hash.ts'
import { ESCAPED, lengthOf, startOf, textRange, type TextRange } from './text-range.ts'
import type { KnownServer } from './known-server.ts'
import { scanEvent, type ScannedEvent } from './scan-event.ts'
import { traceparentAt, type Traceparent } from './traceparent-at.ts'

/** A trace event of which spans can be written without making data of it. */
export interface PlainHop {
  readonly payload: Uint8Array
  readonly server: KnownServer
  readonly event: ScannedEvent
  readonly traceparent: Traceparent
  /** The hop's number; 0 on the server the client published to. */
  readonly number: TextRange
  /** What the ids of the hop's spans are made of; by itself it is the id of the hop's own span. */
  readonly hash: Hash64
  /** What the id of the span above is made of. */
  readonly parent: Hash64
  readonly partial: boolean
  /** When the last thing happened on the server. */
  readonly endTimeUnixNano: bigint
}

/** Reads an event of a server if it is of the plain kind that nearly all events are. */
export function plainHop(payload: Uint8Array, server: KnownServer): PlainHop | undefined {
  const event = scanEvent(payload, server.start.length)
  if (event === undefined) return undefined
  const { headers, ingress } = event
  const traceparent = traceparentAt(payload, headers.traceparent)
  const number = ingress.kind === CLIENT ? 0 : headers.hop
  const hashed = number | headers.messageId | ingress.subject | ingress.name
  // A hash is of the text, not of the escapes that it has in JSON.
  if (traceparent === undefined || (hashed & ESCAPED) !== 0) return undefined
  if (isWrapped(payload, ingress.subject)) return undefined

  const message = messageHash(payload, traceparent)
  const texts = { payload, subject: ingress.subject, messageId: headers.messageId }
  return {
    payload,
    server,
    event,
    traceparent,
    number,
    hash: hopHash(addBytes(message, server.name), number, texts),
    parent:
      number === 0
        ? traceparent.producer
        : hopHash(addText(message, payload, ingress.name), numberBefore(payload, number), texts),
    partial: number === 0 && isServerKind(kindOf(ingress.kind)),
    endTimeUnixNano: lastTime(event),
  }
}

const CLIENT = 0

// `_GR_.` and more: what gateways wrap subjects in is no part of the hash.
function isWrapped(payload: Uint8Array, subject: TextRange): boolean {
  const at = startOf(subject)
  return lengthOf(subject) > 4 && payload[at] === UNDERSCORE && payload[at + 1] === LETTER_G
}

const UNDERSCORE = 0x5f
const LETTER_G = 0x47

// `1.2` for `1.2.1`, and nothing for `1`.
function numberBefore(payload: Uint8Array, number: TextRange): TextRange {
  const start = startOf(number)
  let end = start + lengthOf(number) - 1
  while (end > start && payload[end] !== DOT) end--
  return textRange(start, end - start, 0)
}

const DOT = 0x2e

// A `js` item keeps its place in the list though its time is that of the store, so the last item
// is not the latest one.
function lastTime({ ingress, items }: ScannedEvent): bigint {
  let last = ingress.timeUnixNano
  for (const { timeUnixNano } of items) if (timeUnixNano > last) last = timeUnixNano
  return last
}
