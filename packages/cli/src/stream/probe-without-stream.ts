import { HOPS_SUBJECT } from '@hopscope/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { randomBytes } from 'node:crypto'
import { listenForHops } from './listen-for-hops.ts'
import { listenForRefusals } from './listen-for-refusals.ts'
import type { MsgTraceProbe } from './msg-trace-probe.ts'
import { isMarked, sampledHeaders } from './sampled-message.ts'

/** What a probe without a stream is about. */
export interface StreamlessProbe {
  readonly server: string
  readonly subject: string
  /** Why there is no stream. */
  readonly reason: string
  /** How long a hop is waited for, in milliseconds. */
  readonly waitMs: number
}

/**
 * The probe for an account that stores nothing itself, or a user who may make no streams: publishes a
 * message with a sampled `traceparent` and listens for its hop.
 *
 * It never says `off`: where no hop comes they may come elsewhere.
 */
export async function probeWithoutStream(
  connection: NatsConnection,
  { server, subject, reason, waitMs }: StreamlessProbe,
): Promise<MsgTraceProbe> {
  const traceId = randomBytes(16).toString('hex')
  using hops = listenForHops(connection)
  using refused = listenForRefusals(connection)
  let isLeftOut = false
  const delivered = connection.subscribe(subject, {
    callback: (error, message) => {
      if (!error && message.headers && isMarked(message.headers)) isLeftOut = true
    },
  })
  try {
    connection.publish(subject, '', { headers: sampledHeaders(traceId) })
    await Promise.race([connection.flush(), refused.first])
    const hopsAt = await Promise.race([hops.of(traceId, waitMs), refused.first])
    if (hopsAt !== undefined) return { state: 'on', server, hopsAt }
    if (isLeftOut) return { state: 'on', server }
    return { state: 'unknown', server, reason: `no hop came at ${HOPS_SUBJECT}, and ${reason}` }
  } catch (error) {
    const dest = refused.subject()
    if (dest !== undefined && dest !== subject) return { state: 'dropped', server, dest }
    const message = error instanceof Error ? error.message : String(error)
    return { state: 'unknown', server, reason: `${message}, and ${reason}` }
  } finally {
    delivered.unsubscribe()
  }
}
