/** What a {@link Problem} can be about. */
export type ProblemCode =
  /** An existing stream or consumer is not as it was asked for, and was left as it is. */
  | 'STREAM_MISMATCH'
  | 'CONSUMER_MISMATCH'
  /** A message came for which there is no handler. */
  | 'NO_HANDLER'
  /** A payload could not be decoded. */
  | 'PAYLOAD_INVALID'
  /** A command came without what is needed to answer it. */
  | 'COMMAND_UNANSWERABLE'
  /** A handler failed in a way that nobody else is told of: that of an ordered message. */
  | 'HANDLER_FAILED'
  /** A reply could not be encoded or sent. */
  | 'REPLY_FAILED'
  /** A dead letter could not be published to its stream. */
  | 'DEAD_LETTER_FAILED'
  /** A callback of the application, such as `onDeadLetter`, threw. */
  | 'CALLBACK_FAILED'
  /** A consumer cannot be read from for now; it is tried again. */
  | 'CONSUMER_UNAVAILABLE'

/** Something that went wrong and that no error is thrown for, since nobody waits for it. */
export interface Problem {
  readonly code: ProblemCode
  /** What happened, with the values in it. */
  readonly message: string
  /** What to do about it. */
  readonly hint: string
  /** The subject of the message, where it is about one. */
  readonly subject?: string
  readonly stream?: string
  readonly consumer?: string
  /** Where something is not as it was asked for: the field, what was asked for, and what there is. */
  readonly difference?: Difference
  readonly cause?: unknown
}

/** A field of a stream's or consumer's configuration that is not what was asked for. */
export interface Difference {
  /** As NATS calls it, such as `max_age`. */
  readonly field: string
  readonly wanted: unknown
  readonly found: unknown
}

/** Who is told of problems; what it throws is ignored. */
export type ProblemListener = (problem: Problem) => void
