import { timestampAt } from '../../event/parse-timestamp.ts'
import { fieldCode, type JsonCursor } from './json-cursor.ts'
import { CLOSE_OBJECT, COMMA, OPEN_OBJECT } from './json-marks.ts'
import { ESCAPED, lengthOf, startOf, type TextRange } from './text-range.ts'

/** What happened to a message: {@link INGRESS}, {@link EGRESS} or {@link STORAGE}. Texts may be absent. */
export interface ScannedItem {
  readonly type: number
  readonly timeUnixNano: bigint
  /** The number of the kind of connection; negative when it is absent. */
  readonly kind: number
  /** Negative when it is absent. */
  readonly cid: number
  readonly name: TextRange
  readonly hop: TextRange
  readonly account: TextRange
  /** Under which the message came in. */
  readonly subject: TextRange
  /** Under which a stream stores the message. */
  readonly storedSubject: TextRange
  readonly subscription: TextRange
  readonly queue: TextRange
  readonly error: TextRange
  readonly stream: TextRange
}

export const INGRESS: number = typeCode('in')
export const EGRESS: number = typeCode('eg')
export const STORAGE: number = typeCode('js')

/** Reads an item; the cursor fails if it is of another type, or not as usual. */
export function scanItem(cursor: JsonCursor, payload: Uint8Array): ScannedItem {
  let type = 0
  let time = 0
  let kind = -1
  let cid = -1
  let name = 0
  let hop = 0
  let account = 0
  let subject = 0
  let storedSubject = 0
  let subscription = 0
  let queue = 0
  let error = 0
  let stream = 0
  cursor.expect(OPEN_OBJECT)
  do {
    const field = cursor.field()
    if (field === TYPE) type = cursor.text()
    else if (field === TS) time = cursor.text()
    else if (field === KIND) kind = cursor.whole()
    else if (field === CID) cid = cursor.whole()
    else if (field === NAME) name = cursor.text()
    else if (field === HOP) hop = cursor.text()
    else if (field === ACC) account = cursor.text()
    else if (field === SUBJ) subject = cursor.text()
    else if (field === SUBJECT) storedSubject = cursor.text()
    else if (field === SUB) subscription = cursor.text()
    else if (field === QUEUE) queue = cursor.text()
    else if (field === ERROR) error = cursor.text()
    else if (field === STREAM) stream = cursor.text()
    else cursor.fail()
  } while (cursor.take(COMMA))
  cursor.expect(CLOSE_OBJECT)

  const timeUnixNano = timestampAt(payload, startOf(time), lengthOf(time))
  const code = lengthOf(type) === 2 ? codeAt(payload, startOf(type)) : 0
  const isKnown = code === EGRESS || ((code === INGRESS || code === STORAGE) && error === 0)
  if (timeUnixNano === undefined || !isKnown || (stream & ESCAPED) !== 0) cursor.fail()
  return {
    type: code,
    timeUnixNano: timeUnixNano ?? 0n,
    kind,
    cid,
    name,
    hop,
    account,
    subject,
    storedSubject,
    subscription,
    queue,
    error,
    stream,
  }
}

const TYPE = fieldCode('type')
const TS = fieldCode('ts')
const KIND = fieldCode('kind')
const CID = fieldCode('cid')
const NAME = fieldCode('name')
const HOP = fieldCode('hop')
const ACC = fieldCode('acc')
const SUBJ = fieldCode('subj')
const SUBJECT = fieldCode('subject')
const SUB = fieldCode('sub')
const QUEUE = fieldCode('queue')
const ERROR = fieldCode('error')
const STREAM = fieldCode('stream')

function codeAt(payload: Uint8Array, at: number): number {
  return ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0)
}

function typeCode(type: string): number {
  return codeAt(new TextEncoder().encode(type), 0)
}
