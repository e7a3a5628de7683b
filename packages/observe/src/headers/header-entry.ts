/**
 * What applies to a header:
 *
 * - `trace-context`: written from the active context, read in any case;
 * - `reserved`: the library's own; setting one is refused;
 * - `overwritten`: may be set, and is replaced when the message is published;
 * - `dead-letter`: written on the copy of a message that goes to a dead-letter stream;
 * - `server-trace`: of the servers' message tracing; never copied to another message;
 * - `nats`: means something to the server or comes from it; never copied to another message.
 */
export type HeaderRule =
  | 'trace-context'
  | 'reserved'
  | 'overwritten'
  | 'dead-letter'
  | 'server-trace'
  | 'nats'

/**
 * Where a header is read or written: by the library on messages of a kind, or by somebody else.
 *
 * An `event` is everything that expects no reply: broadcasts and messages in order too. The `server`
 * is NATS; the `application` is whoever publishes without the transport, or sets and reads the header
 * itself.
 */
export type HeaderPlace = 'event' | 'request' | 'reply' | 'dead-letter' | 'server' | 'application'

/** Who says what a header means; `contract` is the header contract itself. */
export type HeaderSource =
  | 'W3C Trace Context'
  | 'W3C Baggage'
  | 'contract'
  | 'NATS'
  | 'NATS JetStream'
  | 'NATS server'
  | 'NATS ADR-41'
  | 'NATS ADR-43'
  | 'NATS ADR-51'

/** A header that the contract speaks of. */
export interface HeaderEntry {
  /** As it is written; a `*` at the end stands for the rest of any name that is not listed. */
  readonly name: string
  readonly rule: HeaderRule
  /** Where it is read. */
  readonly reads: readonly HeaderPlace[]
  /** Where it is written; that a dead letter has it as a copy does not count. */
  readonly writes: readonly HeaderPlace[]
  readonly source: HeaderSource
  /**
   * How long the name stays: `stable` until a major version, `transitional` as long as servers that
   * write it are supported.
   */
  readonly stability: 'stable' | 'transitional'
  /** A sentence on what the header says, in Markdown. */
  readonly meaning: string
}
