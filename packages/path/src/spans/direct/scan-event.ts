import { fieldCode, JsonCursor } from './json-cursor.ts'
import { CLOSE_OBJECT, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT } from './json-marks.ts'
import { INGRESS, scanItem, STORAGE, type ScannedItem } from './scan-item.ts'
import { scanHeaders, type ScannedHeaders } from './scan-headers.ts'

/** What spans take from a trace event, and where it stands in the event's bytes. */
export interface ScannedEvent {
  readonly headers: ScannedHeaders
  /** Size of headers and payload together. */
  readonly messageBytes: number
  readonly ingress: ScannedItem
  /** What happened after the ingress. */
  readonly items: readonly ScannedItem[]
}

/**
 * Reads a trace event from its server's counter on, if it is of the plain kind that nearly all
 * events are: a sampled message with one `traceparent`, that left for clients and servers and met
 * one stream at the most, under its own subject and in its own account.
 */
export function scanEvent(payload: Uint8Array, at: number): ScannedEvent | undefined {
  const cursor = new JsonCursor(payload, at)
  scanServer(cursor)
  let request: ScannedRequest | undefined
  let items: readonly ScannedItem[] | undefined
  while (cursor.take(COMMA)) {
    const field = cursor.field()
    // Of a field that comes twice, the last one counts, as it does for JSON.parse.
    if (field === REQUEST) request = scanRequest(cursor, payload)
    else if (field === EVENTS) items = scanItems(cursor, payload)
    else if (field === HOPS) cursor.whole()
    else cursor.fail()
  }
  cursor.expect(CLOSE_OBJECT)
  const [ingress] = items ?? []
  if (!cursor.done || !request || !items || !ingress || !isPlain(items)) return undefined
  return { headers: request.headers, messageBytes: request.messageBytes, ingress, items }
}

const REQUEST = fieldCode('request')
const HEADER = fieldCode('header')
const MSGSIZE = fieldCode('msgsize')
const EVENTS = fieldCode('events')
const HOPS = fieldCode('hops')
const SEQ = fieldCode('seq')
const TIME = fieldCode('time')

function scanServer(cursor: JsonCursor): void {
  do {
    const field = cursor.field()
    // Anything else might change what is known of the server.
    if (field === SEQ) cursor.whole()
    else if (field === TIME) cursor.text()
    else cursor.fail()
  } while (cursor.take(COMMA))
  cursor.expect(CLOSE_OBJECT)
}

interface ScannedRequest {
  readonly headers: ScannedHeaders
  readonly messageBytes: number
}

function scanRequest(cursor: JsonCursor, payload: Uint8Array): ScannedRequest | undefined {
  let headers: ScannedHeaders | undefined
  let messageBytes = 0
  cursor.expect(OPEN_OBJECT)
  do {
    const field = cursor.field()
    if (field === HEADER) headers = scanHeaders(cursor, payload)
    else if (field === MSGSIZE) messageBytes = cursor.whole()
    else cursor.fail()
  } while (cursor.take(COMMA))
  cursor.expect(CLOSE_OBJECT)
  if (headers === undefined) cursor.fail()
  return headers && { headers, messageBytes }
}

function scanItems(cursor: JsonCursor, payload: Uint8Array): readonly ScannedItem[] {
  const items: ScannedItem[] = []
  cursor.expect(OPEN_LIST)
  do items.push(scanItem(cursor, payload))
  while (cursor.take(COMMA))
  cursor.expect(CLOSE_LIST)
  return items
}

// The message comes in once, and first.
function isPlain(items: readonly ScannedItem[]): boolean {
  let stores = 0
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (item === undefined || (item.type === INGRESS) !== (index === 0)) return false
    if (item.type === STORAGE) stores++
  }
  return stores <= 1
}
