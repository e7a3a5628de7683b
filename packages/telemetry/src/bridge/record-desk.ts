import { type Msg } from '@nats-io/nats-core'
import { convert, signalOf, type Converted } from '../convert/index.ts'
import { type Signal } from '../otlp-http/index.ts'
import { isDoneWithin } from '../publish/is-done-within.ts'
import { Attempts } from './attempts.ts'
import { type Batch } from './batcher.ts'
import { parseDelivery } from './delivery.ts'
import { type HandLimit } from './hand-limit.ts'
import { HandRecords } from './hand-records.ts'
import { type HeldRecord, type SendableRecord } from './held-record.ts'
import { type LaneContext } from './lane-context.ts'
import { type LaneCounts } from './lane-counts.ts'
import { messageOf, problem } from './problem.ts'
import { Settlements } from './settlements.ts'
import { Suspects } from './suspects.ts'
import { verdictOf, type Refusal } from './verdict.ts'

/** Whom a {@link RecordDesk} tells. */
export interface DeskOptions {
  readonly signal: Signal
  readonly counts: LaneCounts
  readonly limit: HandLimit
  /** Called for each record that is to be sent. */
  readonly onSendable: (record: SendableRecord) => void
  /** Called when no record is in hand any more. */
  readonly onEmpty: () => void
}

/**
 * Where the records of one signal come in, and where it is settled what becomes of each: it was
 * taken, is tried again later, or is a dead letter.
 */
export class RecordDesk {
  readonly #context: LaneContext
  readonly #options: DeskOptions
  readonly #hand = new HandRecords()
  readonly #suspects = new Suspects()
  readonly #attempts: Attempts
  readonly #settlements: Settlements
  readonly #keepAlive: ReturnType<typeof setInterval>
  #isFlushing = false

  constructor(context: LaneContext, options: DeskOptions) {
    const { maxAttempts, retryDelayMs, ackWaitMs } = context.config
    this.#context = context
    this.#options = options
    this.#attempts = new Attempts(maxAttempts, retryDelayMs)
    this.#settlements = new Settlements(context.connection, context.isUp)
    // Two of them may get lost.
    this.#keepAlive = setInterval(() => this.#keepRecords(), ackWaitMs / 3)
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
    if (known === 'settled') this.#settlements.ack(ackSubject)
    if (known !== undefined) return

    const record: HeldRecord = { message, ackSubject, ...delivery }
    this.#hand.add(record)
    const isSuspect = limit.came(delivery)
    if (deliveries > this.#context.config.maxDeliveries) {
      void this.#giveUp(record, `delivered ${deliveries - 1} times and never settled`)
    } else if (isSuspect) {
      this.#suspects.add(record)
      void this.#trySuspect()
    } else {
      this.#convert(record)
    }
  }

  /** Settles the records of a batch that the backend took. */
  accepted({ records }: Batch): void {
    const { counts } = this.#options
    const nowMs = Date.now()
    for (const record of records) {
      // After the end it was handed back, and comes again.
      if (!this.#hand.has(record)) continue
      counts.exported++
      counts.items += record.request.items ?? 0
      counts.addExportTime(nowMs - record.storedAtMs)
      this.#acknowledge(record)
    }
  }

  /** Settles a record that was refused in a request of its own. */
  refused(record: SendableRecord, refusal: Refusal): void {
    if (!this.#hand.has(record)) return
    const { signal, counts } = this.#options
    const { reason } = refusal
    const { sequence } = record
    if (verdictOf(refusal) === 'record') {
      void this.#giveUp(record, reason)
      return
    }
    const next = this.#attempts.refused(sequence)
    if (next.kind === 'give-up') {
      void this.#giveUp(record, `refused ${next.attempts} times: ${reason}`)
      return
    }
    const { attempts: attempt, delayMs: retryInMs } = next
    counts.retries++
    this.#handBack(record, retryInMs)
    const { subject } = record.message
    this.#context.tell({ kind: 'retry', signal, subject, sequence, attempt, reason, retryInMs })
  }

  /** When a record was refused last for its own sake, by `performance.now()`; absent if it was not. */
  refusedMs({ sequence }: SendableRecord): number | undefined {
    return this.#attempts.refusedMs(sequence)
  }

  /** Handles one more of the records that wait to be handled alone; those before it may be in vain. */
  tryOneMore(): void {
    const record = this.#suspects.take()
    if (!record) return
    // Of those that came with it others may have been the last.
    this.#options.limit.came(record)
    this.#convert(record)
  }

  /** Tells the server what could not be told while the connection was down. */
  reconnected(): void {
    this.#settlements.flush()
  }

  /** Forgets which records were settled: their sequences mean others now. */
  forgetSettled(): void {
    this.#hand.forgetSettled()
  }

  /** Hands back all that is in hand, to whoever bridges next. */
  close(): void {
    clearInterval(this.#keepAlive)
    this.#suspects.clear()
    for (const { ackSubject } of this.#hand.clear()) this.#settlements.nak(ackSubject, 0)
  }

  #convert(record: HeldRecord): void {
    const converted = this.#converted(record.message)
    if ('undecodable' in converted) {
      void this.#giveUp(record, `undecodable: ${converted.undecodable}`)
    } else if ('nothing' in converted) {
      this.#options.counts.empty++
      this.#acknowledge(record)
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

  async #giveUp(record: HeldRecord, reason: string): Promise<void> {
    const { deadLetters, config, tell } = this.#context
    const { signal, counts } = this.#options
    const { sequence } = record
    const { subject } = record.message
    try {
      await deadLetters.store(record, signalOf(subject), reason)
    } catch (cause) {
      const hint = `record ${sequence} is kept; see whether ${config.deadLetterStream} has room`
      tell(problem(signal, 'a dead letter cannot be stored', { hint, cause }))
      if (this.#hand.has(record)) this.#handBack(record, config.retryDelayMs)
      return
    }
    counts.deadLetters++
    if (this.#hand.has(record)) {
      this.#settlements.term(record.ackSubject, 'stored as a dead letter')
      this.#release(record, { isSettled: true })
    }
    tell({ kind: 'dead-letter', signal, subject, sequence, reason })
  }

  #acknowledge(record: HeldRecord): void {
    this.#settlements.ack(record.ackSubject)
    this.#release(record, { isSettled: true })
  }

  #handBack(record: HeldRecord, delayMs: number): void {
    this.#settlements.nak(record.ackSubject, delayMs)
    this.#release(record, { isSettled: false })
  }

  #release(record: HeldRecord, { isSettled }: { readonly isSettled: boolean }): void {
    this.#hand.release(record, isSettled)
    if (isSettled) {
      this.#attempts.settled(record.sequence)
      this.#options.limit.settled()
    }
    if (this.#hand.size === 0) this.#options.onEmpty()
    else if (this.#isTurnOfSuspects) void this.#trySuspect()
  }

  get #isTurnOfSuspects(): boolean {
    return this.#suspects.size > 0 && this.#suspects.size === this.#hand.size
  }

  // It may be the last that this process does: what was settled must be known to the server, and
  // what came with it must be here, so that it is known whose turn it is.
  async #trySuspect(): Promise<void> {
    if (this.#isFlushing) return
    this.#isFlushing = true
    await isDoneWithin(
      FLUSH_TIMEOUT_MS,
      this.#context.connection.flush().catch(() => {}),
    )
    this.#isFlushing = false
    if (this.#isTurnOfSuspects) this.tryOneMore()
  }

  #keepRecords(): void {
    for (const { ackSubject } of this.#hand.records()) this.#settlements.working(ackSubject)
  }
}

const FLUSH_TIMEOUT_MS = 1_000
