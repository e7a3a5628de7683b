import type { JsonCursor } from './json-cursor.ts'
import { CLOSE_LIST, CLOSE_OBJECT, COLON, COMMA, OPEN_LIST, OPEN_OBJECT } from './json-marks.ts'
import { ESCAPED, lengthOf, startOf, type TextRange } from './text-range.ts'

/** The headers that say of which message and hop an event is; 0 where there is none. */
export interface ScannedHeaders {
  readonly traceparent: TextRange
  readonly hop: TextRange
  readonly messageId: TextRange
}

/** Reads the headers of a message. The cursor fails if one that counts has more than one value. */
export function scanHeaders(cursor: JsonCursor, payload: Uint8Array): ScannedHeaders {
  let traceparent = 0
  let hop = 0
  let messageId = 0
  cursor.expect(OPEN_OBJECT)
  do {
    const name = cursor.text()
    cursor.expect(COLON)
    const header = headerAt(payload, name)
    if (header === OTHER) cursor.skipTexts()
    else if (header === TRACEPARENT && traceparent === 0) traceparent = onlyValue(cursor)
    else if (header === MESSAGE_ID && messageId === 0) messageId = onlyValue(cursor)
    else if (header === HOP && hop === 0) hop = onlyValue(cursor)
    else cursor.fail()
  } while (cursor.take(COMMA))
  cursor.expect(CLOSE_OBJECT)
  return { traceparent, hop, messageId }
}

const OTHER = 0
const TRACEPARENT = 1
const MESSAGE_ID = 2
const HOP = 3
const UNUSUAL = 4

// A header that is empty is as good as none here, and not elsewhere.
function onlyValue(cursor: JsonCursor): TextRange {
  cursor.expect(OPEN_LIST)
  const value = cursor.text()
  if (value === 0) cursor.fail()
  cursor.expect(CLOSE_LIST)
  return value
}

function headerAt(payload: Uint8Array, name: TextRange): number {
  if ((name & ESCAPED) !== 0) return UNUSUAL
  const length = lengthOf(name)
  // The servers know these two in one spelling only.
  if (length === TRACE_HOP.length && isText(payload, name, TRACE_HOP)) return HOP
  if (length === TRACE_ONLY.length && isText(payload, name, TRACE_ONLY)) return UNUSUAL
  if (length !== TRACE_PARENT.length) return OTHER
  if (isText(payload, name, TRACE_PARENT, TO_LOWER)) return TRACEPARENT
  return isText(payload, name, MSG_ID, TO_LOWER) ? MESSAGE_ID : OTHER
}

const encoder = new TextEncoder()
const TRACE_HOP = encoder.encode('Nats-Trace-Hop')
const TRACE_ONLY = encoder.encode('Nats-Trace-Only')

// These two are of one length, which `headerAt` counts on.
const TRACE_PARENT = encoder.encode('traceparent')
const MSG_ID = encoder.encode('nats-msg-id')

// The bit in which an upper-case letter differs from the lower-case one.
const TO_LOWER = 0x20

function isText(payload: Uint8Array, range: TextRange, text: Uint8Array, ignoredBit = 0): boolean {
  const start = startOf(range)
  for (let index = 0; index < text.length; index++) {
    const wanted = text[index] ?? 0
    const code = payload[start + index] ?? 0
    if (code !== wanted && ((code ^ wanted) !== ignoredBit || wanted < LETTER_A)) return false
  }
  return true
}

const LETTER_A = 0x61
