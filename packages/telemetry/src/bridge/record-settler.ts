import { signalOf } from '../convert/index.ts'
import type { Signal } from '../otlp-http/index.ts'
import { Attempts } from './attempts.ts'
import type { Batch } from './batcher.ts'
import type { HandRecords } from './hand-records.ts'
import type { HeldRecord, SendableRecord } from './held-record.ts'
import type { LaneContext } from './lane-context.ts'
import type { LaneCounts } from './lane-counts.ts'
import { problem } from './problem.ts'
import { Settlements } from './settlements.ts'
import { verdictOf, type Refusal } from './verdict.ts'

/** Whose records a {@link RecordSettler} settles, and whom it tells. */
export interface SettlerOptions {
  readonly signal: Signal
  readonly counts: LaneCounts
  readonly hand: HandRecords
  /** Whether the bridge stops, so that what is handed back is for the next one. */
  readonly isStopping: () => boolean
  /** Called when a record has left the hand, and whether it is settled or comes again. */
  readonly onReleased: (release: { readonly isSettled: boolean }) => void
}

/** Settles what becomes of each record in hand: it was taken, is tried again later, or is a dead letter. */
export class RecordSettler {
  readonly #context: LaneContext
  readonly #options: SettlerOptions
  readonly #attempts: Attempts
  readonly #settlements: Settlements
  readonly #keepAlive: ReturnType<typeof setInterval>

  constructor(context: LaneContext, options: SettlerOptions) {
    const { maxAttempts, retryDelayMs, ackWaitMs } = context.config
    this.#context = context
    this.#options = options
    this.#attempts = new Attempts(maxAttempts, retryDelayMs)
    this.#settlements = new Settlements(context.connection, context.isUp)
    // Two of them may get lost.
    this.#keepAlive = setInterval(() => this.#keepRecords(), ackWaitMs / 3)
  }

  /** Settles the records of a batch that the backend took. */
  accepted({ records }: Batch): void {
    const { counts, hand } = this.#options
    const nowMs = Date.now()
    for (const record of records) {
      // After the end it was handed back, and comes again.
      if (!hand.has(record)) continue
      counts.exported++
      const { items } = record.request
      if (items === undefined) counts.uncounted++
      else counts.items += items
      counts.addExportTime(nowMs - record.storedAtMs)
      this.acknowledge(record)
    }
  }

  /** Settles a record that was refused in a request of its own. */
  refused(record: SendableRecord, refusal: Refusal): void {
    const { signal, counts, hand, isStopping } = this.#options
    if (!hand.has(record)) return
    const { reason } = refusal
    const { sequence } = record
    if (verdictOf(refusal) === 'record') {
      void this.giveUp(record, reason)
      return
    }
    const next = this.#attempts.refused(sequence)
    if (next.kind === 'give-up') {
      void this.giveUp(record, `refused ${next.attempts} times: ${reason}`)
      return
    }
    const { attempts: attempt, delayMs } = next
    counts.retries++
    this.#handBack(record, delayMs)
    const { subject } = record.message
    const retryInMs = isStopping() ? undefined : delayMs
    this.#context.tell({ kind: 'retry', signal, subject, sequence, attempt, reason, retryInMs })
  }

  /** When a record was refused last for its own sake, by `performance.now()`; absent if it was not. */
  refusedMs({ sequence }: SendableRecord): number | undefined {
    return this.#attempts.refusedMs(sequence)
  }

  /** Settles a record of which there is nothing more to do. */
  acknowledge(record: HeldRecord): void {
    this.#settlements.ack(record.ackSubject)
    this.#release(record, { isSettled: true })
  }

  /** Tells once more of a record that was settled, since it came again. */
  acknowledgeAgain(ackSubject: string): void {
    this.#settlements.ack(ackSubject)
  }

  /** Makes a dead letter of a record; it is tried again later if that cannot be stored. */
  async giveUp(record: HeldRecord, reason: string): Promise<void> {
    const { deadLetters, config, tell } = this.#context
    const { signal, counts, hand } = this.#options
    const { sequence } = record
    const { subject } = record.message
    let told: string
    try {
      told = await deadLetters.store(record, signalOf(subject), reason)
    } catch (cause) {
      const { deadLetterStream } = config
      const room = `has room, and takes messages of ${record.message.data.length} bytes`
      const hint = `record ${sequence} is kept and tried again; see whether ${deadLetterStream} ${room}`
      tell(problem(signal, 'a dead letter cannot be stored', { hint, cause }))
      if (hand.has(record)) this.#handBack(record, config.retryDelayMs)
      return
    }
    counts.deadLetters++
    if (hand.has(record)) {
      this.#settlements.term(record.ackSubject, 'stored as a dead letter')
      this.#release(record, { isSettled: true })
    }
    tell({ kind: 'dead-letter', signal, subject, sequence, reason: told })
  }

  /** Tells the server what could not be told while the connection was down. */
  reconnected(): void {
    this.#settlements.flush()
  }

  /** Hands back all that is in hand, to whoever bridges next. */
  close(): void {
    clearInterval(this.#keepAlive)
    for (const { ackSubject } of this.#options.hand.clear()) this.#settlements.nak(ackSubject, 0)
  }

  #handBack(record: HeldRecord, delayMs: number): void {
    this.#settlements.nak(record.ackSubject, delayMs)
    this.#release(record, { isSettled: false })
  }

  #release(record: HeldRecord, { isSettled }: { readonly isSettled: boolean }): void {
    this.#options.hand.release(record, isSettled)
    if (isSettled) this.#attempts.settled(record.sequence)
    this.#options.onReleased({ isSettled })
  }

  #keepRecords(): void {
    for (const { ackSubject } of this.#options.hand.records()) this.#settlements.working(ackSubject)
  }
}
