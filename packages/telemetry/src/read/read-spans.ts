import { DeliverPolicy, jetstream, type ConsumerMessages } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import type { ResourceSpans } from '@hopscope/observe/otlp'
import { TELEMETRY_STREAM } from '../subjects.ts'
import { TelemetryError } from '../telemetry-error.ts'
import { decodeTelemetry } from './decode-telemetry.ts'

/** What is read of TELEMETRY. */
export interface ReadSpansOptions {
  /** @default 'TELEMETRY' */
  readonly stream?: string
  /** Begins with the first message, with the next one to come, or with the first since a time. @default 'first' */
  readonly from?: 'first' | 'next' | Date
  /** Goes on with what comes; otherwise reading ends with the last message there is. @default false */
  readonly follow?: boolean
  /** Ends reading. */
  readonly signal?: AbortSignal
  /** Told of messages that hold no spans that can be read; they are passed over. @default nobody is told */
  readonly onError?: (error: TelemetryError) => void
}

/** The spans of one stored message. */
export interface StoredSpans {
  readonly resourceSpans: readonly ResourceSpans[]
  readonly subject: string
  /** The message's sequence in the stream. */
  readonly sequence: number
}

/**
 * Reads spans back from TELEMETRY, those of services and those of server hops, in the order in which
 * they were stored.
 *
 * It leaves nothing behind on the server: its consumer is ordered, and is deleted at the end.
 *
 * @throws {@link TelemetryError} STREAM_UNAVAILABLE if the stream cannot be read
 */
export async function* readSpans(
  connection: NatsConnection,
  options: ReadSpansOptions = {},
): AsyncIterableIterator<StoredSpans> {
  const { stream = TELEMETRY_STREAM, follow = false, signal, onError } = options
  if (signal?.aborted) return

  const opened = await open(connection, stream, options.from ?? 'first')
  const stop = (): void => opened.messages.stop()
  signal?.addEventListener('abort', stop)
  try {
    if (signal?.aborted || (opened.isEmpty && !follow)) return

    for await (const message of opened.messages) {
      const { subject, seq: sequence } = message
      const resourceSpans = decodeTelemetry(message)
      if (resourceSpans) yield { resourceSpans, subject, sequence }
      else onError?.(malformed(stream, sequence, subject))
      if (!follow && message.info.pending === 0) return
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    opened.close()
  }
}

// A first request that came to the server before the new consumer was known there is lost, and is
// made again when two heartbeats are missed. nats.js would wait for 30 seconds.
const HEARTBEAT_MS = 500

interface Opened {
  readonly messages: ConsumerMessages
  readonly close: () => void
  readonly isEmpty: boolean
}

async function open(
  connection: NatsConnection,
  stream: string,
  from: 'first' | 'next' | Date,
): Promise<Opened> {
  try {
    const consumer = await jetstream(connection).consumers.get(stream, {
      filter_subjects: ['telemetry.spans.>', 'telemetry.hops', 'telemetry.hops.>'],
      ...startAt(from),
    })
    const { num_pending } = await consumer.info(true)
    const messages = await consumer.consume({ idle_heartbeat: HEARTBEAT_MS })
    const close = (): void => {
      // Its promise waits for a loop over the messages, and there may have been none.
      void messages.close()
      // The server would keep the consumer for another five minutes, and does if it is away now.
      consumer.delete().catch(() => {})
    }
    return { messages, close, isEmpty: num_pending === 0 }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TelemetryError('STREAM_UNAVAILABLE', `stream ${stream} cannot be read: ${reason}`, {
      hint: `is JetStream enabled for the account, and has it a stream ${stream}?`,
      cause: error,
    })
  }
}

function startAt(from: 'first' | 'next' | Date) {
  if (from === 'first') return { deliver_policy: DeliverPolicy.All }
  if (from === 'next') return { deliver_policy: DeliverPolicy.New }
  return { deliver_policy: DeliverPolicy.StartTime, opt_start_time: from.toISOString() }
}

function malformed(stream: string, sequence: number, subject: string): TelemetryError {
  return new TelemetryError(
    'TELEMETRY_MALFORMED',
    `message ${sequence} of stream ${stream} on ${subject} holds no spans that can be read`,
  )
}
