import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { nuid, type NatsConnection } from '@nats-io/nats-core'
import { randomBytes } from 'node:crypto'
import type { JetStreamAccess } from '../connect/jetstream-access.ts'
import { listenForHops } from './listen-for-hops.ts'
import { listenForRefusals } from './listen-for-refusals.ts'
import type { MsgTraceProbe } from './msg-trace-probe.ts'
import { probeWithoutStream } from './probe-without-stream.ts'
import { isMarked, sampledHeaders } from './sampled-message.ts'

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
 * Where no stream can be made, its hop is listened for. Where `msg_trace` is on, one hop is stored
 * with the others.
 */
export async function probeMsgTrace(
  connection: NatsConnection,
  options: ProbeOptions,
): Promise<MsgTraceProbe> {
  const server = connection.info?.server_name ?? connection.getServer()
  const id = nuid.next()
  const stream = `HOPSCOPE_PROBE_${id}`
  const subject = `hopscope.probe.${id}`
  const waitMs = Math.min(options.timeoutMs, HOP_WAIT_MS)
  const { streams } = await jetstreamManager(connection, { ...options.jetstream, checkAPI: false })
  try {
    await streams.add({ name: stream, subjects: [subject], storage: 'memory', max_msgs: 1 })
  } catch (error) {
    const reason = `no stream can be made to probe with: ${messageOf(error)}`
    return probeWithoutStream(connection, { server, subject, reason, waitMs })
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
    const hopsAt = await hops.of(traceId, waitMs)
    return { state: 'on', server, ...(hopsAt !== undefined && { hopsAt }) }
  } catch (error) {
    const dest = refused.subject()
    if (dest !== undefined && dest !== subject) return { state: 'dropped', server, dest }
    return { state: 'unknown', server, reason: messageOf(error) }
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
  const timeout = Math.min(timeoutMs, ACK_WAIT_MS)
  const sampled = sampledHeaders(traceId)
  await jetstream(connection, { ...access }).publish(subject, '', { headers: sampled, timeout })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
