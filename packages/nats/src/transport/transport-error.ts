/**
 * What {@link TransportError} can be about; a code never changes its meaning.
 *
 * - `RPC_TIMEOUT`: no reply came in time;
 * - `RPC_NO_RESPONDERS`: nobody is there to answer, or no stream to take the command;
 * - `RPC_DUPLICATE`: the stream has a command with that message id already, and will not run it again;
 * - `RPC_FAILED`: the reply is an error;
 * - `RPC_INBOX_DENIED`: the client may not subscribe to its reply inbox;
 * - `NO_HANDLER`: a message came for which the service has no handler;
 * - `PAYLOAD_INVALID`: a payload cannot be encoded, or not be decoded;
 * - `HEADER_INVALID`: a header cannot be sent as it is;
 * - `MESSAGE_ID_TWICE`: a message id was given by the record and by a header;
 * - `NAME_INVALID`: the name of a service, or a pattern, cannot be part of a subject;
 * - `OPTION_INVALID`: an option is not what it may be;
 * - `PUBLISH_FAILED`: no stream has acknowledged the message;
 * - `PROVISION_FAILED`: a stream or consumer cannot be had as the service needs it;
 * - `READ_FAILED`: a stream of dead letters cannot be read;
 * - `REMOVE_FAILED`: a dead letter could not be removed from its stream;
 * - `STREAM_MISMATCH`: a stream or consumer is not as it was asked for;
 * - `CLOSED`: the client, the service or the connection is closed.
 */
export type TransportErrorCode =
  | 'RPC_TIMEOUT'
  | 'RPC_NO_RESPONDERS'
  | 'RPC_DUPLICATE'
  | 'RPC_FAILED'
  | 'RPC_INBOX_DENIED'
  | 'NO_HANDLER'
  | 'PAYLOAD_INVALID'
  | 'HEADER_INVALID'
  | 'MESSAGE_ID_TWICE'
  | 'NAME_INVALID'
  | 'OPTION_INVALID'
  | 'PUBLISH_FAILED'
  | 'PROVISION_FAILED'
  | 'READ_FAILED'
  | 'REMOVE_FAILED'
  | 'STREAM_MISMATCH'
  | 'CLOSED'

/** What a {@link TransportError} is made of besides its code and its message. */
export interface TransportErrorOptions extends ErrorOptions {
  readonly hint: string
  /** The error envelope, decoded. */
  readonly payload?: unknown
}

/** The error of the transport; programs go by its `code`. */
export class TransportError extends Error {
  override readonly name = 'TransportError'
  readonly code: TransportErrorCode
  /** What to do about it. */
  readonly hint: string
  /** Of RPC_FAILED: the error envelope, decoded. Of an error that a handler throws: what the caller gets. */
  readonly payload?: unknown

  constructor(code: TransportErrorCode, message: string, options: TransportErrorOptions) {
    super(message, options)
    this.code = code
    this.hint = options.hint
    if (options.payload !== undefined) this.payload = options.payload
  }
}
