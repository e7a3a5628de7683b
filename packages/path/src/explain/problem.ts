/** Something that keeps a message from a receiver, a trace from being whole, or its reader from the truth. */
export interface Problem {
  readonly kind: ProblemKind
  /** `error`: the message is refused. `warning`: something is unknown or lost. `note`: as intended. */
  readonly severity: 'error' | 'warning' | 'note'
  /** The server that tells of it, or that is silent. */
  readonly server: string
  /** What is the matter, with the names in it. */
  readonly message: string
  /** What to change. */
  readonly hint: string
}

/** What a {@link Problem} is about, for programs; a kind never changes its meaning. */
export type ProblemKind = StopKind | StreamProblemKind | 'clocks-differ' | 'several-streams'

/** Why the message, or its trace, goes no further. */
export type StopKind =
  /** A stream import of another account lets no trace through. */
  | 'account-boundary-stream'
  /** A service export of another account lets no trace through, or nobody serves there. */
  | 'account-boundary-service'
  /** The server itself answers: an API of JetStream or of the system account. */
  | 'server-api'
  | 'no-interest'
  /** The user may not publish to the subject. */
  | 'permission-denied'
  /** The user may not publish to the subject that trace events go to. */
  | 'trace-dest-denied'
  | 'payload-too-large'
  /** The server refused the message for any other reason. */
  | 'message-refused'
  | 'remote-too-old'
  /** A server of which no event came passed the message on: it is too old or does not trace. */
  | 'origin-unknown'
  | 'server-silent'
  | 'no-echo'
  /** The connection to the receiver may not carry the subject. */
  | 'receiver-denied'
  /** The receiver went away, or had enough messages. */
  | 'receiver-gone'
  | 'receiver-slow'
  /** Not delivered for a reason that this version does not know. */
  | 'not-delivered'

/** What may be wrong with a stream. */
export type StreamProblemKind =
  | 'stream-rejects'
  /** The stream is full, which a dry run does not see. */
  | 'stream-full'
  /** The stream keeps what consumers want, and none wants the message. */
  | 'stream-no-interest'
  /** The server did not finish telling of the stream. */
  | 'stream-unknown'
  /** The stream could not be asked whether it has room, or who consumes it. */
  | 'stream-unexamined'
