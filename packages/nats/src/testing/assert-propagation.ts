import type { Msg, NatsConnection } from '@nats-io/nats-core'
import { inboxPrefixOf } from '../connection/inbox-prefix.ts'
import { withOwnSubscriptions } from '../connection/own-subscriptions.ts'
import { watchProcessed, type Processed } from '../loss/watch-processed.ts'
import { matchesSubject } from '../names/matches-subject.ts'
import { isInbox, isSystemSubject } from '../names/own-subjects.ts'
import { NatsTracingError } from '../nats-tracing-error.ts'
import { findLosses } from './find-losses.ts'

/** Which messages {@link assertPropagation} looks at. */
export interface AssertPropagationOptions {
  /** Patterns of NATS; inboxes and subjects of the server are never looked at. @default ['>'] */
  readonly subjects?: readonly string[]
  /** Patterns of messages that need no context, such as those of other teams. @default none */
  readonly ignore?: readonly string[]
}

/**
 * Runs `work`, and fails unless every message that was sent meanwhile carries the context of a span,
 * and every one that was handled continues it. It is for tests, with a real server.
 *
 * What is on the wire is seen by `connection`, with tracing or without, whoever sends it: `work` must
 * have waited until other connections have flushed it. What was handled is known of the instrumented
 * connections of this process. Both must be done when `work` is.
 *
 * A message fails for a context that is missing, not valid, there twice, or copied from a message
 * with another subject, which is not its own; so does a test in which no message was sent at all.
 *
 * @returns what `work` returned
 * @throws {@link NatsTracingError} CONTEXT_LOST with every subject that lost its context
 *
 * @example
 * await assertPropagation(connection, async () => {
 *   await shop.placeOrder({ sku: 'book' })
 * })
 */
export async function assertPropagation<T>(
  connection: NatsConnection,
  work: () => T | Promise<T>,
  { subjects = ['>'], ignore = [] }: AssertPropagationOptions = {},
): Promise<T> {
  const sent: Msg[] = []
  const handled: Processed[] = []
  const inboxPrefix = inboxPrefixOf(connection)
  const isLookedAt = ({ subject }: { readonly subject: string }): boolean =>
    !isSystemSubject(subject) &&
    !isInbox(subject, inboxPrefix) &&
    !ignore.some((pattern) => matchesSubject(pattern, subject))

  // Otherwise an instrumented connection would take our looking for handling.
  const taps = withOwnSubscriptions(() =>
    subjects.map((subject) =>
      connection.subscribe(subject, { callback: (_, message) => void sent.push(message) }),
    ),
  )
  await connection.flush()
  using _ = watchProcessed((processed) => handled.push(processed))
  let result: T
  try {
    result = await work()
    await connection.flush()
  } finally {
    for (const tap of taps) tap.unsubscribe()
  }
  check(findLosses(sent.filter(isLookedAt), handled.filter(isLookedAt)), subjects)
  return result
}

function check(losses: readonly string[] | undefined, subjects: readonly string[]): void {
  if (losses === undefined) {
    throw new NatsTracingError('CONTEXT_LOST', `no message was sent to ${subjects.join(', ')}`, {
      hint: 'wait in the test until the messages are sent, and flush the connections they are sent by',
    })
  }
  if (losses.length === 0) return
  throw new NatsTracingError('CONTEXT_LOST', `messages lost their context: ${losses.join('; ')}`, {
    hint: 'send through an instrumented connection, and copy no traceparent from another message',
  })
}
