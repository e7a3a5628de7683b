import {
  AckPolicy,
  DeliverPolicy,
  type ConsumerInfo,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/nats-core'
import { arrivalsFrom, countDiscarded, type LagSnapshot } from './count-discarded.ts'

/** How far a consumer is behind its stream. */
export interface Lag {
  /** Records that were not delivered yet. */
  readonly pending: number
  /** Records that were delivered and not settled, those handed back for later included. */
  readonly ackPending: number
  /** All up to this sequence is settled. */
  readonly ackFloor: number
  /** Until the stream's age limit takes the oldest record that is not settled, in milliseconds; absent if there is none, or no limit. */
  readonly timeLeftMs: number | undefined
  /** Records that the stream's limits took undelivered since the last look. */
  readonly discarded: number
}

/** Looks at a consumer and its stream now and then. */
export class LagWatch {
  readonly #manager: JetStreamManager
  #before: LagSnapshot | undefined

  constructor(manager: JetStreamManager) {
    this.#manager = manager
  }

  /**
   * Looks at the consumer; rejects if the server does not answer.
   *
   * @param redelivered - deliveries so far that were not the first of their record
   */
  async look(stream: StreamInfo, consumer: string, redelivered: number): Promise<Lag> {
    const info = await this.#manager.consumers.info(stream.config.name, consumer)
    const now: LagSnapshot = {
      first: stream.state.first_seq,
      last: stream.state.last_seq,
      delivered: info.delivered.stream_seq,
      pending: info.num_pending,
      firstDeliveries: info.delivered.consumer_seq - redelivered,
    }
    const discarded = await this.#countDiscarded(stream, info, now)
    this.#before = now
    return {
      pending: info.num_pending,
      ackPending: info.num_ack_pending,
      ackFloor: info.ack_floor.stream_seq,
      timeLeftMs: await this.#timeLeftMs(stream, info),
      discarded,
    }
  }

  async #countDiscarded(
    { config }: StreamInfo,
    { config: { filter_subject, filter_subjects } }: ConsumerInfo,
    now: LagSnapshot,
  ): Promise<number> {
    const before = this.#before
    const from = before && arrivalsFrom(before, now)
    if (!before || from === undefined || (before.pending === 0 && now.pending === 0)) return 0

    // A consumer tells with its making how many records there are for it.
    const { name, num_pending } = await this.#manager.consumers.add(config.name, {
      ack_policy: AckPolicy.None,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: from,
      mem_storage: true,
      inactive_threshold: nanos(5_000),
      ...(filter_subjects ? { filter_subjects } : { filter_subject: filter_subject ?? '>' }),
    })
    await this.#manager.consumers.delete(config.name, name)
    return countDiscarded(before, now, num_pending)
  }

  async #timeLeftMs({ config }: StreamInfo, info: ConsumerInfo): Promise<number | undefined> {
    if (config.max_age === 0 || info.num_pending + info.num_ack_pending === 0) return undefined
    // Perhaps a record of another signal, and then there is a little more time than this.
    // The type of nats.js has no name for the first message from a sequence on.
    const next = { seq: info.ack_floor.stream_seq + 1, next_by_subj: '>' }
    const oldest = await this.#manager.streams.getMessage(config.name, next)
    if (!oldest) return undefined
    return Math.max(0, oldest.time.getTime() + config.max_age / 1e6 - Date.now())
  }
}
