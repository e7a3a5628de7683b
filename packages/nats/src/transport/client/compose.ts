import { headers, nuid, type MsgHdrs } from '@nats-io/nats-core'
import { headerRule, isJetstreamRecord, type JetstreamRecord } from '@hopscope/observe/headers'
import type { Codec } from '../codec/codec.ts'
import { TransportError } from '../transport-error.ts'

/** A message, put together and not sent yet. */
export interface Composed {
  readonly payload: Uint8Array
  /** What comes before the trace context on the wire. */
  readonly headers: MsgHdrs
  /** What comes after it: headers that mean something to the server, without the message id. */
  readonly natsHeaders: readonly HeaderLine[]
  /** That of the application, or one made for the message. */
  readonly messageId: string
  /** What else the application said of it; its data, where that is no record. */
  readonly record: JetstreamRecord
}

/** A header with its one value. */
export type HeaderLine = readonly [name: string, value: string]

/**
 * Puts `data`, which may be a record, behind the headers of the transport.
 *
 * The application's `x-subject`, `x-caller-name` and reserved headers are left out, whatever their
 * case, as is a header that comes again in another case.
 *
 * @throws {@link TransportError} PAYLOAD_INVALID, HEADER_INVALID or MESSAGE_ID_TWICE, before anything is sent
 */
export function compose(codec: Codec, own: readonly HeaderLine[], data: unknown): Composed {
  const record = isJetstreamRecord(data) ? data : { data, headers: NO_HEADERS }
  const lines = applicationLines(record)
  const messageId = messageIdOf(record, lines.get('nats-msg-id')?.[1])
  lines.delete('nats-msg-id')

  const built = headers()
  for (const line of own) add(built, line)
  const natsHeaders: HeaderLine[] = []
  for (const line of lines.values()) {
    if (headerRule(line[0]) === 'nats') natsHeaders.push(line)
    else add(built, line)
  }
  return { payload: encode(codec, record.data), headers: built, natsHeaders, messageId, record }
}

const NO_HEADERS: ReadonlyMap<string, string> = new Map()

// By names in lower case. A record that the builder made has each name once, and none that is reserved.
function applicationLines(record: JetstreamRecord): Map<string, HeaderLine> {
  const lines = new Map<string, HeaderLine>()
  for (const line of record.headers) {
    const rule = headerRule(line[0])
    if (rule !== 'reserved' && rule !== 'overwritten') lines.set(line[0].toLowerCase(), line)
  }
  return lines
}

function messageIdOf({ messageId }: JetstreamRecord, header: string | undefined): string {
  if (messageId !== undefined && header !== undefined) {
    throw new TransportError('MESSAGE_ID_TWICE', 'the message has an id and a Nats-Msg-Id header', {
      hint: 'set the message id, and leave the header out',
    })
  }
  return messageId ?? header ?? nuid.next()
}

/**
 * Adds a header, after all there are.
 *
 * @throws {@link TransportError} HEADER_INVALID if it cannot be sent
 */
export function add(target: MsgHdrs, [name, value]: HeaderLine): void {
  if (!isSendable(value)) throw unsendable(name, undefined)
  try {
    target.append(name, value)
  } catch (error) {
    throw unsendable(name, error)
  }
}

// A record that the builder made has no other values; one that was copied from it may.
function isSendable(value: unknown): boolean {
  return typeof value === 'string' && !/\p{Cc}/u.test(value) && value.isWellFormed()
}

function unsendable(name: string, cause: unknown): TransportError {
  return new TransportError('HEADER_INVALID', `the header ${JSON.stringify(name)} cannot be sent`, {
    ...(cause !== undefined && { cause }),
    hint: 'use visible ASCII without colons in names, and no control characters in values',
  })
}

function encode(codec: Codec, data: unknown): Uint8Array {
  try {
    return codec.encode(data)
  } catch (error) {
    if (error instanceof TransportError) throw error
    throw new TransportError('PAYLOAD_INVALID', 'the codec could not encode the data', {
      cause: error,
      hint: 'send data that the codec knows',
    })
  }
}
