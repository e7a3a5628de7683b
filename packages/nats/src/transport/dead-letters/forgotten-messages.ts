import { RetentionPolicy, type JetStreamManager } from '@nats-io/jetstream'
import type { Exhausted } from './give-up-stored.ts'

/** A durable consumer of a stream. */
export interface DurableConsumer {
  readonly stream: string
  readonly name: string
}

/**
 * The messages of a work queue that a consumer delivered for the last time in vain, and that are in
 * their stream still: nobody was there when the server told of them.
 *
 * A work queue drops what is acknowledged: what it still has of what was delivered, and is not waiting
 * for an ack, is not delivered any more. Of streams that keep what is acknowledged there is no telling.
 */
export async function* forgottenMessages(
  { streams, consumers }: JetStreamManager,
  { stream, name }: DurableConsumer,
): AsyncGenerator<Exhausted, void, undefined> {
  const { config, state } = await streams.info(stream)
  if (config.retention !== RetentionPolicy.Workqueue || state.messages === 0) return

  const info = await consumers.info(stream, name)
  const { max_deliver: deliveryCount = 0, filter_subject } = info.config
  if (deliveryCount <= 0 || !filter_subject) return

  // The floor rises with acks only, and not with what is given up.
  const { num_ack_pending, delivered, ack_floor } = info
  const last = (num_ack_pending === 0 ? delivered : ack_floor).stream_seq
  let seq = state.first_seq
  while (seq <= last) {
    // The type of nats.js has no name for the first message of a subject from a sequence on.
    const next = { seq, next_by_subj: filter_subject }
    const message = await streams.getMessage(stream, next)
    if (!message || message.seq > last) return
    yield { stream, sequence: message.seq, deliveryCount }
    seq = message.seq + 1
  }
}
