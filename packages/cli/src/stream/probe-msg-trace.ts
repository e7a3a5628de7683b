import { readHeader } from '@hopscope/observe/headers'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers, nuid, type NatsConnection } from '@nats-io/nats-core'
import { randomBytes } from 'node:crypto'
import { type JetStreamAccess } from '../connect/jetstream-access.ts'
import { listenForHops } from './listen-for-hops.ts'
import { listenForRefusals } from './listen-for-refusals.ts'

/**
 * Whether the server that one is connected to traces messages by `msg_trace` of the account.
 *
 * - `on`: it does; `hopsAt` is where a hop was seen, absent if none was: another subject, or one that
 *   this user may not read, or sampling left the probe out;
 * - `off`: it does not;
 * - `dropped`: it does, and this user may not publish to its subject, so that the server **drops the
 *   user's messages** that have a sampled `traceparent`;
 * - `unknown`: it could not be found out, for `reason`.
 */
export type MsgTraceProbe =
  | { readonly state: 'on'; readonly server: string; readonly hopsAt?: string }
  | { readonly state: 'off'; readonly server: string }
  | { readonly state: 'dropped'; readonly server: string; readonly dest: string }
  | { readonly state: 'unknown'; readonly server: string; readonly reason: string }

/** How a probe is made. */
export interface ProbeOptions {
  readonly jetstream: JetStreamAccess
  /** How long each answer is waited for, in milliseconds. */
  readonly timeoutMs: number
}

/**
 * Publishes a message with a sampled `traceparent` into a memory stream of its own, reads it back and
 * removes the stream. A server that traces it leaves a mark in what is stored, whatever the sampling.
 *
 * It takes a user who may make streams. Where `msg_trace` is on, one hop is stored with the others.
 */
export async function probeMsgTrace(
  connection: NatsConnection,
  options: ProbeOptions,
): Promise<MsgTraceProbe> {
  const server = connection.info?.server_name ?? connection.getServer()
  const id = nuid.next()
  const stream = `HOPSCOPE_PROBE_${id}`
  const subject = `hopscope.probe.${id}`
  const { streams } = await jetstreamManager(connection, { ...options.jetstream, checkAPI: false })
  try {
    await streams.add({ name: stream, subjects: [subject], storage: 'memory', max_msgs: 1 })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { state: 'unknown', server, reason: `no stream can be made to probe with: ${reason}` }
  }
  using hops = listenForHops(connection)
  using refused = listenForRefusals(connection)
  try {
    const traceId = randomBytes(16).toString('hex')
    const published = publish(connection, subject, { traceId, ...options })
    published.catch(() => {})
    await Promise.race([published, refused.first])
    const stored = await streams.getMessage(stream, { last_by_subj: subject })
    if (!stored?.header || !isMarked(stored.header)) return { state: 'off', server }
    const hopsAt = await hops.of(traceId, Math.min(options.timeoutMs, HOP_WAIT_MS))
    return { state: 'on', server, ...(hopsAt !== undefined && { hopsAt }) }
  } catch (error) {
    const dest = refused.subject()
    if (dest !== undefined && dest !== subject) return { state: 'dropped', server, dest }
    const reason = error instanceof Error ? error.message : String(error)
    return { state: 'unknown', server, reason }
  } finally {
    await streams.delete(stream).catch(() => false)
  }
}

// Servers tell of a hop within milliseconds; over many servers it may take longer.
const HOP_WAIT_MS = 1000
const ACK_WAIT_MS = 2000

async function publish(
  connection: NatsConnection,
  subject: string,
  { traceId, timeoutMs, jetstream: access }: ProbeOptions & { readonly traceId: string },
): Promise<void> {
  const sampled = headers()
  sampled.set('traceparent', `00-${traceId}-${randomBytes(8).toString('hex')}-01`)
  const timeout = Math.min(timeoutMs, ACK_WAIT_MS)
  await jetstream(connection, { ...access }).publish(subject, '', { headers: sampled, timeout })
}

// Servers from 2.11 to 2.13 rename the header in place of adding one.
function isMarked(stored: Parameters<typeof readHeader>[0]): boolean {
  return (
    readHeader(stored, 'Nats-Trace-Dest').includes('trace disabled') ||
    readHeader(stored, 'Xraceparent').length > 0
  )
}
