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

/** A header that the contract speaks of. */
export interface HeaderEntry {
  /** As it is written; a `*` at the end stands for the rest of any name that is not listed. */
  readonly name: string
  readonly rule: HeaderRule
  /** A sentence on what the header says, in Markdown. */
  readonly meaning: string
}

/**
 * The header contract: every header that is read or written, with the rule for it.
 *
 * Names are read in any case and written as here. Headers that are not listed are the
 * application's: they are never changed, and copied with the message.
 */
export const HEADERS: readonly HeaderEntry[] = [
  {
    name: 'traceparent',
    rule: 'trace-context',
    meaning: 'The span that sent the message, by W3C Trace Context.',
  },
  {
    name: 'tracestate',
    rule: 'trace-context',
    meaning: 'What tracing vendors add to `traceparent`; passed on as it came.',
  },
  {
    name: 'baggage',
    rule: 'trace-context',
    meaning: 'Values that the application sends along the trace, by W3C Baggage.',
  },
  {
    name: 'x-correlation-id',
    rule: 'reserved',
    meaning: 'On a request by JetStream and its reply: tells which reply answers which request.',
  },
  {
    name: 'x-reply-to',
    rule: 'reserved',
    meaning: 'On a request by JetStream: the inbox to which the reply goes.',
  },
  {
    name: 'x-error',
    rule: 'reserved',
    meaning: 'On a reply: `true` when the payload is an error.',
  },
  {
    name: 'x-subject',
    rule: 'overwritten',
    meaning: 'The subject to which the message was published.',
  },
  {
    name: 'x-caller-name',
    rule: 'overwritten',
    meaning: 'The name of the service that sent the message.',
  },
  {
    name: 'x-dead-letter-reason',
    rule: 'dead-letter',
    meaning: 'The message of the last error, without control characters.',
  },
  {
    name: 'x-original-subject',
    rule: 'dead-letter',
    meaning: 'The subject to which the dead letter was published at first.',
  },
  {
    name: 'x-original-stream',
    rule: 'dead-letter',
    meaning: 'The stream from which the dead letter comes.',
  },
  {
    name: 'x-failed-at',
    rule: 'dead-letter',
    meaning: 'When the last delivery failed, in ISO 8601 with milliseconds and `Z`.',
  },
  {
    name: 'x-delivery-count',
    rule: 'dead-letter',
    meaning: 'How often the message was delivered, in decimal digits.',
  },
  {
    name: 'Nats-Trace-Dest',
    rule: 'server-trace',
    meaning: 'Where servers publish their trace events; `trace disabled` stops them.',
  },
  {
    name: 'Nats-Trace-Only',
    rule: 'server-trace',
    meaning: 'Asks servers to trace the message without delivering it.',
  },
  {
    name: 'Nats-Trace-Hop',
    rule: 'server-trace',
    meaning: 'The number of the hop on which the message came to the server, such as `1.2.1`.',
  },
  {
    name: 'Nats-Trace-Origin-Account',
    rule: 'server-trace',
    meaning: 'The account in which tracing began; a client that sets it switches tracing off.',
  },
  {
    name: 'Xraceparent',
    rule: 'server-trace',
    meaning: 'How servers 2.11 to 2.13 rename `traceparent`; read when there is no `traceparent`.',
  },
  {
    name: 'Xats-Trace-Dest',
    rule: 'server-trace',
    meaning: 'How servers 2.11 to 2.13 rename `Nats-Trace-Dest`.',
  },
  {
    name: 'Nats-Msg-Id',
    rule: 'nats',
    meaning: 'The id by which a stream drops duplicates; set it by method or by header, not both.',
  },
  { name: 'Nats-TTL', rule: 'nats', meaning: 'How long a stream keeps the message.' },
  {
    name: 'Nats-Schedule',
    rule: 'nats',
    meaning: 'When, or how often, a stream publishes the message.',
  },
  {
    name: 'Nats-Schedule-Target',
    rule: 'nats',
    meaning: 'The subject to which a scheduled message is published.',
  },
  {
    name: 'Nats-Schedule-TTL',
    rule: 'nats',
    meaning: 'The `Nats-TTL` that a scheduled message gets when it is published.',
  },
  {
    name: 'Nats-Rollup',
    rule: 'nats',
    meaning: 'Asks a stream to drop what it held before the message.',
  },
  {
    name: 'Nats-*',
    rule: 'nats',
    meaning: 'Everything else that NATS defines; set it as the documentation of NATS says.',
  },
]

/** The rule for a header, whatever the case of its name; `undefined` for the application's own. */
export function headerRule(name: string): HeaderRule | undefined {
  const lower = name.toLowerCase()
  return RULES.get(lower) ?? (lower.startsWith('nats-') ? 'nats' : undefined)
}

const RULES: ReadonlyMap<string, HeaderRule> = new Map(
  HEADERS.map(({ name, rule }) => [name.toLowerCase(), rule]),
)
