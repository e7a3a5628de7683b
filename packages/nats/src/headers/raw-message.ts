/** The bytes in which a message came; its headers are those before `end`. */
export interface RawHeaders {
  readonly bytes: Uint8Array
  /** Length of the header block in bytes, its line `NATS/1.0` and the empty line included. */
  readonly end: number
}

/**
 * The header block of a received message as it came over the wire, for a message of core NATS as
 * for one of a stream or a service.
 *
 * nats.js keeps it in private fields. `undefined` when they are not what they were in 3.4, and for
 * a message without headers; its `headers` then say which.
 */
export function rawHeaders(message: object): RawHeaders | undefined {
  const { _rdata: bytes, _msg: args } = coreMessage(message)
  if (!(bytes instanceof Uint8Array)) return undefined

  const end = args?.hdr
  return typeof end === 'number' && end > 0 && end <= bytes.length ? { bytes, end } : undefined
}

/** The subject of a received message as it came, not decoded; `undefined` where nats.js keeps it otherwise. */
export function rawSubject(message: object): Uint8Array | undefined {
  const subject = coreMessage(message)._msg?.subject
  return subject instanceof Uint8Array ? subject : undefined
}

/** Whether a received message is known to have no reply subject; one that is not there is slow to ask for. */
export function isWithoutReply(message: object): boolean {
  const args = coreMessage(message)._msg
  return args !== undefined && 'reply' in args && args.reply === undefined
}

/** The private fields of nats.js that are read: `MsgImpl` has the two, and others wrap one in `msg`. */
interface Internals {
  readonly _rdata?: unknown
  readonly _msg?: { readonly hdr?: unknown; readonly subject?: unknown; readonly reply?: unknown }
  readonly msg?: Internals
}

function coreMessage(message: Internals): Internals {
  return message._rdata === undefined ? (message.msg ?? message) : message
}
