import type { NatsConnection } from '@nats-io/nats-core'
import type { Attempt } from './attempt.ts'
import { toCollection, type Collection } from './collection.ts'
import { lostLeaf } from './lost-leaf.ts'
import { PathError } from './path-error.ts'
import { deliveryUnknown, incomplete } from './session-error.ts'
import { requireTraceable } from './require-traceable.ts'
import { requireTraceOptions, type TraceOptions } from './trace-options.ts'
import type { TraceReply } from './trace-reply.ts'
import { TraceSession, type ComposedMessage } from './trace-session.ts'

/** The way of one message. */
export interface Trace extends Collection {
  readonly subject: string
  /** Nothing was delivered or stored. */
  readonly dryRun: boolean
  /** When the message was sent: nanoseconds since 1970 by the clock of this machine. */
  readonly sentAtUnixNano: bigint
  /** Milliseconds from the publish to the last event. */
  readonly durationMs: number
  /** How often the message was sent: dry runs and the real publish. */
  readonly tries: number
  /** The trace in the message's `traceparent`; absent if there is none, or one that is malformed. */
  readonly traceId?: string
  /** The span in the message's `traceparent`, the parent of the first hop's span. */
  readonly producerSpanId?: string
  /**
   * What servers replied to a dry run: a stream that would reject the message says why, and a
   * status of 503 says that nobody listens, or that the dry run did not get to a service of
   * another account. Absent when no `reply` was asked for, or the message was delivered.
   */
  readonly replies?: readonly TraceReply[]
}

/**
 * Sends a message through the servers and gathers what each of them did with it.
 *
 * Without `deliver` it is a dry run, repeated a few times while servers are silent: their events
 * go astray until all servers know of the fresh inbox. With `deliver` the message is published
 * exactly once, after a dry run to which every server answered. It resolves as soon as the last
 * server has reported, a few milliseconds as a rule.
 *
 * An abort does not take back a message that was sent.
 *
 * @throws {PathError} SERVER_TOO_OLD, PERMISSION_DENIED, DRY_RUN_INCOMPLETE, SERVER_SILENT,
 *   CONNECTION_CLOSED, DELIVERY_UNKNOWN, SUBJECT_INVALID, SUBJECT_RESERVED, HEADER_RESERVED,
 *   PAYLOAD_TOO_LARGE or OPTION_INVALID, and whatever `signal` was aborted with
 */
export async function trace(
  connection: NatsConnection,
  subject: string,
  options: TraceOptions = {},
): Promise<Trace> {
  const { payload = '', headers = [], deliver = false, timeoutMs = 5000 } = options
  requireTraceOptions(subject, options)
  requireTraceable(connection)
  options.signal?.throwIfAborted()

  const { inboxPrefix, signal, reply, traceparent = true, msgTraceDest } = options
  using session = new TraceSession(
    connection,
    { subject, payload, headers, reply, traceparent, msgTraceDest },
    { inboxPrefix, timeoutMs, signal },
  )
  const first = session.compose({ dryRun: true })
  const rttMs = await session.ready()
  const dry = await dryRun(session, first, Math.max(MIN_QUIET_MS, rttMs * 4))
  if (!deliver) {
    // A reply may be a moment later than the last event.
    if (reply !== undefined) await session.ready()
    const { replies } = dry.attempt
    return {
      ...toTrace(subject, dry.attempt, dry.tries),
      ...(reply !== undefined && { replies: [...replies] }),
    }
  }
  refuseDenied(subject, dry.attempt)
  if (!dry.attempt.heard.complete) throw incomplete(subject, dry.attempt)

  const real = session.send(session.compose({ dryRun: false }))
  try {
    await session.waitUntil(() => real.heard.complete, timeoutMs)
  } catch (error) {
    throw deliveryUnknown(subject, error)
  }
  return toTrace(subject, real, dry.tries + 1)
}

// Near servers answer within it, and to send a dry run once more costs nothing. It doubles with
// each try, so that the tries together last for more than half a second: far servers need that.
// Measured on the super-cluster of eleven servers, 201 traces from three of them, two busy cores:
// with 25, 10, 5 and 3 ms the 95th percentile was 32, 17, 12 and 10 ms, the median 3.9 ms with each,
// and one trace in five was sent a second time; all were complete.
const MIN_QUIET_MS = 3
const MAX_TRIES = 8

async function dryRun(
  session: TraceSession,
  first: ComposedMessage,
  firstQuietMs: number,
): Promise<{ readonly attempt: Attempt; readonly tries: number }> {
  for (let tries = 1, quietMs = firstQuietMs; ; tries++, quietMs *= 2) {
    const attempt = session.send(tries === 1 ? first : session.compose({ dryRun: true }))
    // An earlier try may be completed late, by a server that is far away.
    await session.waitUntil(() => session.best?.heard.complete === true, quietMs)
    const best = session.best ?? attempt
    if (best.heard.complete) return { attempt: attemptBeforeLoss(session, best) ?? best, tries }
    if (tries === MAX_TRIES || session.isOver) return { attempt: best, tries }
  }
}

function attemptBeforeLoss({ attempts }: TraceSession, { heard }: Attempt): Attempt | undefined {
  if (attempts.length === 1) return undefined
  return attempts.find((each) => lostLeaf(each.heard.events, heard.events))
}

function toTrace(subject: string, attempt: Attempt, tries: number): Trace {
  refuseDenied(subject, attempt)
  const { heard, dryRun, sentAtUnixNano, durationMs, spanContext } = attempt
  return {
    subject,
    dryRun,
    ...toCollection(heard),
    sentAtUnixNano,
    durationMs,
    tries,
    ...(spanContext !== undefined && {
      traceId: spanContext.traceId,
      producerSpanId: spanContext.spanId,
    }),
  }
}

// The event may be here before the connection is told of the violation.
function refuseDenied(subject: string, { heard }: Attempt): void {
  const origin = heard.events.find(({ hop, partial }) => hop === '' && !partial)
  const error = origin?.ingress.error
  if (error === undefined || !error.startsWith('Permissions Violation')) return
  throw new PathError(
    'PERMISSION_DENIED',
    `the server does not let this user publish to ${subject}`,
    {
      hint: 'allow the user to publish there, or trace as another user',
      cause: error,
    },
  )
}
