import { streamDifferences } from '@hopscope/telemetry'
import {
  jetstreamManager,
  type ConsumerInfo,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { CliError } from '../cli-error.ts'
import type { JetStreamAccess } from '../connect/jetstream-access.ts'
import type { ConsumerStatus, StreamStatus } from './stream-status.ts'

/**
 * Asks a stream how it is, and all of its consumers.
 *
 * @throws {CliError} STREAM_UNAVAILABLE
 */
export async function readStreamStatus(
  connection: NatsConnection,
  { name, jetstream }: { readonly name: string; readonly jetstream: JetStreamAccess },
): Promise<StreamStatus> {
  try {
    const manager = await jetstreamManager(connection, { ...jetstream, checkAPI: false })
    const info = await manager.streams.info(name)
    const consumers: ConsumerStatus[] = []
    for await (const consumer of manager.consumers.list(name)) {
      consumers.push(await consumerStatus(manager, info, consumer))
    }
    const byName = consumers.toSorted((a, b) => a.name.localeCompare(b.name))
    return {
      ...ofStream(info),
      consumers: byName,
      differences: streamDifferences(info.config, { name }),
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError('STREAM_UNAVAILABLE', `stream ${name} cannot be read: ${reason}`, {
      hint: 'hopscope stream ensure makes it; --name and --js-domain say which it is',
      cause: error,
    })
  }
}

function ofStream(info: StreamInfo): Omit<StreamStatus, 'consumers' | 'differences'> {
  const { config, state, cluster } = info
  const { max_bytes: maxBytes, max_msgs: maxMessages } = config
  const maxAgeMs = config.max_age / NANOS_PER_MS
  const isEmpty = state.messages === 0
  return {
    stream: config.name,
    subjects: config.subjects ?? [],
    storage: config.storage,
    replicas: config.num_replicas,
    ...(cluster?.leader !== undefined && { leader: cluster.leader }),
    ...(cluster?.name !== undefined && { cluster: cluster.name }),
    ...(maxAgeMs > 0 && { maxAgeMs }),
    ...(maxBytes > 0 && { maxBytes, bytesLeft: Math.max(0, maxBytes - state.bytes) }),
    ...(maxMessages > 0 && { maxMessages }),
    messages: state.messages,
    bytes: state.bytes,
    ...fullIn(info),
    firstSequence: state.first_seq,
    lastSequence: state.last_seq,
    ...(!isEmpty && { firstAt: state.first_ts, lastAt: state.last_ts }),
    ...(!isEmpty && maxAgeMs > 0 && { timeLeftMs: timeLeft(info, state.first_ts) }),
  }
}

const NANOS_PER_MS = 1e6

function fullIn({ config, state }: StreamInfo): Pick<StreamStatus, 'fullInMs'> {
  const tookMs = Date.parse(state.last_ts) - Date.parse(state.first_ts)
  if (config.max_bytes <= 0 || state.bytes === 0 || !(tookMs > 0)) return {}
  const left = Math.max(0, config.max_bytes - state.bytes)
  return { fullInMs: Math.round((left / state.bytes) * tookMs) }
}

// By the clock of the server, if it tells its time.
function timeLeft(info: StreamInfo, storedAt: string): number {
  const now = 'ts' in info && typeof info.ts === 'string' ? Date.parse(info.ts) : Date.now()
  return Math.max(0, Date.parse(storedAt) + info.config.max_age / NANOS_PER_MS - now)
}

async function consumerStatus(
  manager: JetStreamManager,
  stream: StreamInfo,
  { name, config, ack_floor: floor, ...counts }: ConsumerInfo,
): Promise<ConsumerStatus> {
  const subjects = config.filter_subjects ?? (config.filter_subject ? [config.filter_subject] : [])
  const hasMore = counts.num_pending > 0 || counts.num_ack_pending > 0
  const oldestAt = hasMore
    ? await oldest(manager, { stream: stream.config.name, subjects, after: floor.stream_seq })
    : undefined
  return {
    name,
    durable: config.durable_name !== undefined,
    subjects,
    waiting: counts.num_pending,
    unacknowledged: counts.num_ack_pending,
    redelivered: counts.num_redelivered,
    ...(oldestAt !== undefined && { oldestAt }),
    ...(oldestAt !== undefined &&
      stream.config.max_age > 0 && { timeLeftMs: timeLeft(stream, oldestAt) }),
  }
}

interface After {
  readonly stream: string
  readonly subjects: readonly string[]
  readonly after: number
}

async function oldest(
  { streams }: JetStreamManager,
  { stream, subjects, after }: After,
): Promise<string | undefined> {
  const queries = (subjects.length === 0 ? ['>'] : subjects).map((subject) => ({
    seq: after + 1,
    next_by_subj: subject,
  }))
  const found = await Promise.all(queries.map((query) => streams.getMessage(stream, query)))
  const messages = found.filter((message) => message !== null)
  return messages.toSorted((a, b) => a.seq - b.seq)[0]?.timestamp
}
