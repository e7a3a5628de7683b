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

/**
 * The header contract: every header that is read or written, with the rule for it.
 *
 * Names are read in any case and written as here. Headers that are not listed are the
 * application's: they are never changed, and copied with the message. Names change only with a
 * major version.
 */
export const HEADERS: readonly HeaderEntry[] = [
  {
    name: 'traceparent',
    rule: 'trace-context',
    reads: ['event', 'request', 'reply', 'dead-letter', 'server'],
    writes: ['event', 'request', 'reply'],
    source: 'W3C Trace Context',
    stability: 'stable',
    meaning: 'The span that sent the message, by W3C Trace Context.',
  },
  {
    name: 'tracestate',
    rule: 'trace-context',
    reads: ['event', 'request', 'reply', 'dead-letter'],
    writes: ['event', 'request', 'reply'],
    source: 'W3C Trace Context',
    stability: 'stable',
    meaning: 'What tracing vendors add to `traceparent`; passed on as it came.',
  },
  {
    name: 'baggage',
    rule: 'trace-context',
    reads: ['event', 'request', 'reply', 'dead-letter'],
    writes: ['event', 'request', 'reply'],
    source: 'W3C Baggage',
    stability: 'stable',
    meaning: 'Values that the application sends along the trace, by W3C Baggage.',
  },
  {
    name: 'x-correlation-id',
    rule: 'reserved',
    reads: ['request', 'reply'],
    writes: ['request', 'reply'],
    source: 'contract',
    stability: 'stable',
    meaning: 'On a request by JetStream and its reply: tells which reply answers which request.',
  },
  {
    name: 'x-reply-to',
    rule: 'reserved',
    reads: ['request'],
    writes: ['request'],
    source: 'contract',
    stability: 'stable',
    meaning: 'On a request by JetStream: the inbox to which the reply goes.',
  },
  {
    name: 'x-error',
    rule: 'reserved',
    reads: ['reply'],
    writes: ['reply'],
    source: 'contract',
    stability: 'stable',
    meaning:
      'On a reply: `true` when the payload is an error; when read, any value that is not empty.',
  },
  {
    name: 'x-subject',
    rule: 'overwritten',
    reads: ['application'],
    writes: ['event', 'request'],
    source: 'contract',
    stability: 'stable',
    meaning:
      'The subject to which the message was published; when it is scheduled, the one it is for.',
  },
  {
    name: 'x-caller-name',
    rule: 'overwritten',
    reads: ['event', 'request'],
    writes: ['event', 'request'],
    source: 'contract',
    stability: 'stable',
    meaning: 'The name of the service that sent the message, such as `checkout__microservice`.',
  },
  {
    name: 'x-dead-letter-reason',
    rule: 'dead-letter',
    reads: ['dead-letter'],
    writes: ['dead-letter'],
    source: 'contract',
    stability: 'stable',
    meaning: 'The message of the last error, without control characters and of at most 1024 bytes.',
  },
  {
    name: 'x-original-subject',
    rule: 'dead-letter',
    reads: ['dead-letter'],
    writes: ['dead-letter'],
    source: 'contract',
    stability: 'stable',
    meaning: 'The subject to which the dead letter was published at first.',
  },
  {
    name: 'x-original-stream',
    rule: 'dead-letter',
    reads: ['dead-letter'],
    writes: ['dead-letter'],
    source: 'contract',
    stability: 'stable',
    meaning: 'The stream from which the dead letter comes.',
  },
  {
    name: 'x-failed-at',
    rule: 'dead-letter',
    reads: ['dead-letter'],
    writes: ['dead-letter'],
    source: 'contract',
    stability: 'stable',
    meaning: 'When the last delivery failed, in ISO 8601 with milliseconds and `Z`.',
  },
  {
    name: 'x-delivery-count',
    rule: 'dead-letter',
    reads: ['dead-letter'],
    writes: ['dead-letter'],
    source: 'contract',
    stability: 'stable',
    meaning: 'How often the message was delivered, in decimal digits.',
  },
  {
    name: 'Nats-Trace-Dest',
    rule: 'server-trace',
    reads: ['server'],
    writes: ['server', 'application'],
    source: 'NATS ADR-41',
    stability: 'stable',
    meaning: 'Where servers publish their trace events; `trace disabled` stops them.',
  },
  {
    name: 'Nats-Trace-Only',
    rule: 'server-trace',
    reads: ['server'],
    writes: ['application'],
    source: 'NATS ADR-41',
    stability: 'stable',
    meaning: 'Asks servers to trace the message without delivering it.',
  },
  {
    name: 'Nats-Trace-Hop',
    rule: 'server-trace',
    reads: ['event', 'request', 'reply', 'server'],
    writes: ['server'],
    source: 'NATS ADR-41',
    stability: 'stable',
    meaning: 'The number of the hop on which the message came to the server, such as `1.2.1`.',
  },
  {
    name: 'Nats-Trace-Origin-Account',
    rule: 'server-trace',
    reads: ['server'],
    writes: ['server'],
    source: 'NATS ADR-41',
    stability: 'stable',
    meaning: 'The account in which tracing began; a client that sets it switches tracing off.',
  },
  {
    name: 'Xraceparent',
    rule: 'server-trace',
    reads: ['event', 'request', 'reply'],
    writes: ['server'],
    source: 'NATS server',
    stability: 'transitional',
    meaning: 'How servers 2.11 to 2.13 rename `traceparent`; read when there is no `traceparent`.',
  },
  {
    name: 'Xats-Trace-Dest',
    rule: 'server-trace',
    reads: [],
    writes: ['server'],
    source: 'NATS server',
    stability: 'transitional',
    meaning: 'How servers 2.11 to 2.13 rename `Nats-Trace-Dest`.',
  },
  {
    name: 'Nats-Msg-Id',
    rule: 'nats',
    reads: ['event', 'request', 'server'],
    writes: ['event', 'request', 'dead-letter', 'application'],
    source: 'NATS JetStream',
    stability: 'stable',
    meaning: 'The id by which a stream drops duplicates; set it by method or by header, not both.',
  },
  {
    name: 'Nats-TTL',
    rule: 'nats',
    reads: ['server'],
    writes: ['event', 'server', 'application'],
    source: 'NATS ADR-43',
    stability: 'stable',
    meaning: 'How long a stream keeps the message, as a duration of Go such as `90s`.',
  },
  {
    name: 'Nats-Schedule',
    rule: 'nats',
    reads: ['server'],
    writes: ['event', 'application'],
    source: 'NATS ADR-51',
    stability: 'stable',
    meaning: 'When, or how often, a stream publishes the message.',
  },
  {
    name: 'Nats-Schedule-Target',
    rule: 'nats',
    reads: ['server'],
    writes: ['event', 'application'],
    source: 'NATS ADR-51',
    stability: 'stable',
    meaning: 'The subject to which a scheduled message is published.',
  },
  {
    name: 'Nats-Schedule-TTL',
    rule: 'nats',
    reads: ['server'],
    writes: ['event', 'application'],
    source: 'NATS ADR-51',
    stability: 'stable',
    meaning: 'The `Nats-TTL` that a scheduled message gets when it is published.',
  },
  {
    name: 'Nats-Scheduler',
    rule: 'nats',
    reads: ['application'],
    writes: ['server'],
    source: 'NATS ADR-51',
    stability: 'stable',
    meaning: 'The subject that held the message until it was due.',
  },
  {
    name: 'Nats-Schedule-Next',
    rule: 'nats',
    reads: ['server'],
    writes: ['server'],
    source: 'NATS ADR-51',
    stability: 'stable',
    meaning: 'When the schedule is due again, or `purge` when it is over.',
  },
  {
    name: 'Nats-Rollup',
    rule: 'nats',
    reads: ['server'],
    writes: ['application'],
    source: 'NATS JetStream',
    stability: 'stable',
    meaning: 'Asks a stream to drop what it held before the message.',
  },
  {
    name: 'Nats-Expected-*',
    rule: 'nats',
    reads: ['server'],
    writes: ['application'],
    source: 'NATS JetStream',
    stability: 'stable',
    meaning: 'What a stream must hold for it to take the message.',
  },
  {
    name: 'Nats-*',
    rule: 'nats',
    reads: ['server', 'application'],
    writes: ['server', 'application'],
    source: 'NATS',
    stability: 'stable',
    meaning: 'Everything else that NATS defines; set it as the documentation of NATS says.',
  },
]
