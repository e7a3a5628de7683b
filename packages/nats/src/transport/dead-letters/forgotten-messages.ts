import { RetentionPolicy, type JetStreamManager } from '@nats-io/jetstream'
import type { Exhausted } from './exhausted.ts'

/** A durable consumer of a stream. */
export interface DurableConsumer {
  readonly stream: string
  readonly name: string
}

/** What a look at a consumer has found. */
export interface ForgottenMessages {
  readonly found: readonly Exhausted[]
  /** Up to this sequence of the stream nothing is being handled any more: what there is of it was found. */
  readonly settled: number
  /** Up to this sequence of the stream all has been delivered. */
  readonly delivered: number
}

/**
 * The messages of a work queue that a consumer delivered for the last time in vain, and that are in
 * their stream still: nobody was there when the server told of them.
 *
 * A work queue drops what is acknowledged: what it still has of what was delivered, and is not waiting
 * for an ack, is not delivered any more. Of streams that keep what is acknowledged there is no telling.
 */
export async function forgottenMessages(
  { streams, consumers }: JetStreamManager,
  { stream, name }: DurableConsumer,
): Promise<ForgottenMessages> {
  const { config, state } = await streams.info(stream)
  if (config.retention !== RetentionPolicy.Workqueue || state.messages === 0) return NONE

  const info = await consumers.info(stream, name)
  const { max_deliver: deliveryCount = 0, filter_subject } = info.config
  if (deliveryCount <= 0 || !filter_subject) return NONE

  // The floor rises with acks only, and not with what is given up.
  const { num_ack_pending, delivered, ack_floor } = info
  const settled = (num_ack_pending === 0 ? delivered : ack_floor).stream_seq
  const found: Exhausted[] = []
  let seq = state.first_seq
  while (seq <= settled) {
    // The type of nats.js has no name for the first message of a subject from a sequence on.
    const next = { seq, next_by_subj: filter_subject }
    const message = await streams.getMessage(stream, next)
    if (!message || message.seq > settled) break
    found.push({ stream, sequence: message.seq, deliveryCount })
    seq = message.seq + 1
  }
  return { found, settled, delivered: delivered.stream_seq }
}

const NONE: ForgottenMessages = { found: [], settled: 0, delivered: 0 }
