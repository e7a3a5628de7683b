import { type HeaderCarrier } from '@hopscope/observe/headers'
import { type NatsConnection } from '@nats-io/nats-core'
import { assemble } from '../assemble/assemble.ts'
import { type Assembly } from '../assemble/assembly.ts'
import { type TraceEvent } from '../event/trace-event.ts'
import { type Attempt } from './attempt.ts'
import { PathError } from './path-error.ts'
import { requirePublishable, requireTraceable } from './require-traceable.ts'
import { TraceSession } from './trace-session.ts'

/** What to trace, and how. */
export interface TraceOptions {
  /** @default empty */
  readonly payload?: Uint8Array | string
  /** Headers of the message. One of `traceparent` is taken as it is. @default none */
  readonly headers?: HeaderCarrier
  /**
   * Whether the message is really delivered and stored, once, after a dry run was complete.
   *
   * @default false: a dry run, which delivers and stores nothing
   */
  readonly deliver?: boolean
  /** How long to wait for servers, in milliseconds; a delivery waits as long again. @default 5000 */
  readonly timeoutMs?: number
  /** Where the user may have inboxes. @default `_INBOX` */
  readonly inboxPrefix?: string
  readonly signal?: AbortSignal
}

/** The way of one message. */
export interface Trace {
  readonly subject: string
  /** Nothing was delivered or stored. */
  readonly dryRun: boolean
  /** Every server that is known to have had the message reported. */
  readonly complete: boolean
  readonly assembly: Assembly
  /** What servers reported, in the order of arrival. */
  readonly events: readonly TraceEvent[]
  /** Milliseconds from the publish to the last event. */
  readonly durationMs: number
  /** How often the message was sent: dry runs and the real publish. */
  readonly tries: number
  /** The trace in the message's `traceparent`; absent if the caller gave one that is malformed. */
  readonly traceId?: string
  /** The span in the message's `traceparent`, the parent of the first hop's span. */
  readonly producerSpanId?: string
}

/**
 * Sends a message through the servers and gathers what each of them did with it.
 *
 * Without `deliver` it is a dry run, repeated a few times while servers are silent: their events
 * go astray until all servers know of the fresh inbox. With `deliver` the message is published
 * exactly once, after a dry run to which every server answered. It resolves as soon as the last
 * server has reported, a few milliseconds as a rule.
 *
 * @throws {PathError} SERVER_TOO_OLD, PERMISSION_DENIED, DRY_RUN_INCOMPLETE, SERVER_SILENT,
 *   CONNECTION_CLOSED, SUBJECT_INVALID or OPTION_INVALID, and whatever `signal` was aborted with
 */
export async function trace(
  connection: NatsConnection,
  subject: string,
  options: TraceOptions = {},
): Promise<Trace> {
  const { payload = '', headers = [], deliver = false, timeoutMs = 5000 } = options
  requirePublishable(subject)
  requirePositive(timeoutMs)
  requireTraceable(connection)
  options.signal?.throwIfAborted()

  const { inboxPrefix, signal } = options
  using session = new TraceSession(
    connection,
    { subject, payload, headers },
    { inboxPrefix, timeoutMs, signal },
  )
  const rttMs = await session.ready()
  const dry = await dryRun(session, Math.max(MIN_QUIET_MS, rttMs * 4))
  if (!deliver) return toTrace(subject, dry.attempt, dry.tries)
  refuseDenied(subject, dry.attempt)
  if (!dry.attempt.complete) throw incomplete(subject, dry.attempt)

  const real = session.publish({ dryRun: false })
  await session.waitUntil(() => real.complete, timeoutMs)
  return toTrace(subject, real, dry.tries + 1)
}

// Near servers answer within it, and to send a dry run once more costs nothing. It doubles with
// each try, so that the tries together last for more than half a second: far servers need that.
const MIN_QUIET_MS = 10
const MAX_TRIES = 6

async function dryRun(
  session: TraceSession,
  firstQuietMs: number,
): Promise<{ readonly attempt: Attempt; readonly tries: number }> {
  for (let tries = 1, quietMs = firstQuietMs; ; tries++, quietMs *= 2) {
    const attempt = session.publish({ dryRun: true })
    // An earlier try may be completed late, by a server that is far away.
    await session.waitUntil(() => session.best?.complete === true, quietMs)
    const best = session.best ?? attempt
    if (best.complete || tries === MAX_TRIES || session.isOver) return { attempt: best, tries }
  }
}

function toTrace(subject: string, attempt: Attempt, tries: number): Trace {
  refuseDenied(subject, attempt)
  const { dryRun, complete, durationMs, spanContext } = attempt
  const events = [...attempt.events]
  return {
    subject,
    dryRun,
    complete,
    assembly: assemble(events),
    events,
    durationMs,
    tries,
    ...(spanContext !== undefined && {
      traceId: spanContext.traceId,
      producerSpanId: spanContext.spanId,
    }),
  }
}

// The event may be here before the connection is told of the violation.
function refuseDenied(subject: string, { events }: Attempt): void {
  const origin = events.find(({ hop, partial }) => hop === '' && !partial)
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

function requirePositive(timeoutMs: number): void {
  if (timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS) return
  throw new PathError(
    'OPTION_INVALID',
    `timeoutMs must be 1 to ${MAX_TIMEOUT_MS}, got ${timeoutMs}`,
    {
      hint: 'give the time to wait in milliseconds',
    },
  )
}

// What a timer of JavaScript can wait.
const MAX_TIMEOUT_MS = 2_147_483_647

function incomplete(subject: string, { events }: Attempt): PathError {
  const silent = assemble(events).missing.map(({ server }) => server)
  const who = silent.length === 0 ? 'no server reported' : `${silent.join(', ')} did not report`
  return new PathError('DRY_RUN_INCOMPLETE', `the message to ${subject} was not sent: ${who}`, {
    hint: 'trace without deliver to see how far the message gets, or allow more time with timeoutMs',
  })
}
