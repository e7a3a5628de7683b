import type { Msg } from '@nats-io/nats-core'
import { convert, type Converted } from '../convert/index.ts'
import type { Signal } from '../otlp-http/index.ts'
import { parseDelivery } from './delivery.ts'
import type { HandLimit } from './hand-limit.ts'
import { HandRecords } from './hand-records.ts'
import type { HeldRecord, SendableRecord } from './held-record.ts'
import type { LaneContext } from './lane-context.ts'
import type { LaneCounts } from './lane-counts.ts'
import { messageOf } from './problem.ts'
import { RecordSettler } from './record-settler.ts'
import { SuspectTrials } from './suspect-trials.ts'

/** Whom a {@link RecordDesk} tells. */
export interface DeskOptions {
  readonly signal: Signal
  readonly counts: LaneCounts
  readonly limit: HandLimit
  /** Whether the bridge stops. */
  readonly isStopping: () => boolean
  /** Called for each record that is to be sent. */
  readonly onSendable: (record: SendableRecord) => void
  /** Called when no record is in hand any more. */
  readonly onEmpty: () => void
}

/**
 * Where the records of one signal come in: what can be sent is handed on, and the rest is settled.
 */
export class RecordDesk {
  /** What becomes of the records in hand. */
  readonly settler: RecordSettler
  readonly #context: LaneContext
  readonly #options: DeskOptions
  readonly #hand = new HandRecords()
  readonly #suspects: SuspectTrials

  constructor(context: LaneContext, options: DeskOptions) {
    const { signal, counts, isStopping } = options
    this.#context = context
    this.#options = options
    this.settler = new RecordSettler(context, {
      signal,
      counts,
      hand: this.#hand,
      isStopping,
      onReleased: (release) => this.#released(release),
    })
    this.#suspects = new SuspectTrials({
      flush: () => context.connection.flush(),
      inHand: () => this.#hand.size,
      onTurn: (record) => this.#turnOf(record),
    })
  }

  /** Records in hand. */
  get size(): number {
    return this.#hand.size
  }

  /** Bytes of the records in hand. */
  get bytes(): number {
    return this.#hand.bytes
  }

  /** Whether there are records in hand that wait to be handled alone. */
  get hasSuspects(): boolean {
    return this.#suspects.size > 0
  }

  /** Takes a message that was delivered. */
  take(message: Msg): void {
    const ackSubject = message.reply ?? ''
    const delivery = parseDelivery(ackSubject)
    if (!delivery) return
    const { counts, limit } = this.#options
    const { sequence, deliveries } = delivery
    counts.received++
    if (deliveries > 1) counts.redelivered++

    const known = this.#hand.findDelivered(sequence, ackSubject)
    if (known === 'settled') this.settler.acknowledgeAgain(ackSubject)
    if (known !== undefined) return

    const record: HeldRecord = { message, ackSubject, ...delivery }
    this.#hand.add(record)
    const isSuspect = limit.came(delivery)
    if (deliveries > this.#context.config.maxDeliveries) {
      void this.settler.giveUp(record, `delivered ${deliveries - 1} times and never settled`)
    } else if (isSuspect) {
      this.#suspects.add(record)
    } else {
      this.#convert(record)
    }
  }

  /** Handles one more of the records that wait to be handled alone; those before it may be in vain. */
  tryOneMore(): void {
    this.#suspects.tryOneMore()
  }

  /** Forgets which records were settled: their sequences mean others now. */
  forgetSettled(): void {
    this.#hand.forgetSettled()
  }

  /** Hands back all that is in hand, to whoever bridges next. */
  close(): void {
    this.#suspects.clear()
    this.settler.close()
  }

  #turnOf(record: HeldRecord): void {
    // Of those that came with it others may have been the last.
    this.#options.limit.came(record)
    this.#convert(record)
  }

  #convert(record: HeldRecord): void {
    const converted = this.#converted(record.message)
    if ('undecodable' in converted) {
      void this.settler.giveUp(record, `undecodable: ${converted.undecodable}`)
    } else if ('nothing' in converted) {
      this.#options.counts.empty++
      this.settler.acknowledge(record)
    } else {
      this.#options.onSendable(Object.assign(record, { request: converted }))
    }
  }

  // An exception in the callback of a subscription would stop the connection from reading.
  #converted(message: Msg): Converted {
    try {
      return convert(message, this.#context.config)
    } catch (error) {
      return { signal: this.#options.signal, undecodable: messageOf(error) }
    }
  }

  #released({ isSettled }: { readonly isSettled: boolean }): void {
    if (isSettled) this.#options.limit.settled()
    if (this.#hand.size === 0) this.#options.onEmpty()
    else this.#suspects.released()
  }
}
