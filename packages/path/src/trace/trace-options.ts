import { readHeader, type HeaderCarrier } from '@hopscope/observe/headers'
import { parseTraceparent } from '@hopscope/observe/w3c'
import { PathError } from './path-error.ts'
import { requireInert } from './require-inert.ts'
import { requireInboxPrefix, requireListenable, requireTimeout } from './require-option.ts'
import { requirePublishable } from './require-traceable.ts'

/** What to trace, and how. */
export interface TraceOptions {
  /** @default empty */
  readonly payload?: Uint8Array | string
  /**
   * Headers of the message. One of `traceparent` is taken as it is; those that a server adds to a
   * traced message are left out, so that the headers of a received message can be given.
   *
   * @default none
   */
  readonly headers?: HeaderCarrier
  /**
   * Subject for replies, which goes with a delivery only. A dry run has one of its own instead,
   * and what servers send there is in {@link Trace.replies}.
   *
   * @default none
   */
  readonly reply?: string
  /**
   * Whether the message is really delivered and stored, once, after a dry run was complete.
   *
   * @default false: a dry run, which delivers and stores nothing
   */
  readonly deliver?: boolean
  /** Whether the message gets a sampled `traceparent` when `headers` has none. @default true */
  readonly traceparent?: boolean
  /**
   * The `dest` of the account's `msg_trace`: the delivery is then traced as the account has its
   * messages traced, by their `traceparent`, and nothing else tells servers to. With it one sees
   * which servers report there. Goes with `deliver`; the user has to be allowed to subscribe there.
   * With a `sampling` below 100 the message may not be traced at all.
   *
   * @default none: servers report to an inbox
   */
  readonly msgTraceDest?: string
  /** How long to wait for servers, in milliseconds; a delivery waits as long again. @default 5000 */
  readonly timeoutMs?: number
  /** Where the user may have inboxes. @default `_INBOX` */
  readonly inboxPrefix?: string
  readonly signal?: AbortSignal
}

/** @throws {PathError} SUBJECT_INVALID, SUBJECT_RESERVED, HEADER_RESERVED or OPTION_INVALID */
export function requireTraceOptions(subject: string, options: TraceOptions): void {
  requirePublishable(subject)
  requireInert(subject)
  if (options.reply !== undefined) requirePublishable(options.reply)
  requireTimeout(options.timeoutMs)
  requireInboxPrefix(options.inboxPrefix)
  requireNoTraceOnly(options.headers ?? [])
  if (options.msgTraceDest !== undefined) requireTraceByAccount(options.msgTraceDest, options)
}

// It would be left out in silence, and a message be delivered that was meant not to be.
function requireNoTraceOnly(headers: HeaderCarrier): void {
  const [value] = readHeader(headers, 'Nats-Trace-Only')
  if (value === undefined) return
  throw new PathError('HEADER_RESERVED', 'header Nats-Trace-Only is set by the trace itself', {
    hint: 'leave it out: it is a dry run unless the option deliver is true',
  })
}

function requireTraceByAccount(
  destination: string,
  { deliver = false, traceparent = true, headers = [] }: TraceOptions,
): void {
  requireListenable('msgTraceDest', destination)
  if (!deliver) {
    throw new PathError('OPTION_INVALID', 'msgTraceDest needs deliver: true, got false', {
      hint: 'servers do not make a dry run of what an account has traced: set deliver, or leave msgTraceDest out',
    })
  }
  const [given] = readHeader(headers, 'traceparent')
  const flags = given === undefined ? Number(traceparent) : parseTraceparent(given)?.traceFlags
  if (flags !== undefined && (flags & SAMPLED) !== 0 && flags <= MAX_SIGNED) return
  throw new PathError(
    'OPTION_INVALID',
    `msgTraceDest needs a traceparent that is sampled, got ${given ?? 'none'}`,
    { hint: 'end the traceparent in 01, or leave it to the trace' },
  )
}

const SAMPLED = 0x01
// Servers read the flags as a signed byte, and pass over 80 and more (server/msgtrace.go).
const MAX_SIGNED = 0x7f
