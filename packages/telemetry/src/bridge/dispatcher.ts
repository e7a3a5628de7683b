import type { Outcome } from '../otlp-http/index.ts'
import { timerMs } from '../publish/is-done-within.ts'
import type { Batch } from './batcher.ts'
import type { SendableRecord } from './held-record.ts'
import { outageAfter, type Backoff, type Failure, type Outage } from './outage.ts'
import {
  failureOf,
  RefusalJudge,
  toFailure,
  type JudgeOptions,
  type WaitingBatch,
} from './refusal-judge.ts'
import type { Refusal } from './verdict.ts'

/** What a {@link Dispatcher} sends by, and whom it tells. */
export interface DispatcherOptions extends JudgeOptions {
  readonly maxRequests: number
  readonly backoff: Backoff
  /** Sends the records of a batch in one request; never rejects. */
  readonly send: (batch: Batch) => Promise<Outcome>
  readonly onAccepted: (batch: Batch, outcome: Extract<Outcome, { kind: 'accepted' }>) => void
  /** Called for a record that was refused in a request of its own, and for its own sake. */
  readonly onRefused: (record: SendableRecord, refusal: Refusal) => void
  /** Called when an outage begins, and with each attempt that does not end it. */
  readonly onOutage: (outage: Outage) => void
  /** Called when the backend takes the signal again, or for the first time. */
  readonly onOpen: (outage: Outage | undefined) => void
}

/**
 * Sends batches of one signal to the backend, several at a time, and keeps them through an outage.
 *
 * A batch that is refused is halved until the record is alone that the backend does not want, and
 * the others are taken. When nothing is taken any more it is an outage, which ends as soon as
 * something is: it is asked by one batch after another. If it may be the fault of the records, it is
 * asked by a single one of them.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #judge: RefusalJudge
  #waiting: WaitingBatch[] = []
  #inFlight = 0
  #outage: Outage | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isOpen = false
  #isAsking = false
  #isClosed = false

  constructor(options: DispatcherOptions) {
    this.#options = options
    this.#judge = new RefusalJudge(options)
  }

  /** Whether batches are sent as they come. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  get outage(): Outage | undefined {
    return this.#outage
  }

  /** Asks the backend whether it takes the signal, and begins. */
  async start(): Promise<Outcome> {
    const outcome = await this.#judge.probe()
    if (this.#isClosed) return outcome
    const failure = failureOf(outcome)
    if (failure) this.#fail(failure)
    else this.#open()
    return outcome
  }

  add(batch: Batch): void {
    // Of what was not tried yet it is most likely that it is taken.
    if (this.#outage?.isDoubtful) this.#waiting.unshift(batch)
    else this.#waiting.push(batch)
    this.#next()
  }

  /** Asks at once whether an outage is over. */
  async askNow(): Promise<void> {
    if (this.#outage) await this.#ask()
  }

  /** Sends no more. */
  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#waiting = []
  }

  #next(): void {
    while (this.#isOpen && !this.#isClosed && this.#inFlight < this.#options.maxRequests) {
      const batch = this.#waiting.shift()
      if (!batch) return
      void this.#dispatch(batch)
    }
  }

  /** @param rest - what is left of a batch of which only a part is sent */
  async #dispatch(batch: WaitingBatch, rest?: WaitingBatch): Promise<void> {
    this.#inFlight++
    const kept = await this.#send(batch, rest)
    if (kept) this.#keep(rest ? joined(rest, batch) : kept.batch, kept.failure)
    else if (rest) this.#waiting.unshift(rest)
    this.#inFlight--
    this.#next()
  }

  /** What is to be kept, and why; `undefined` if it is settled. */
  async #send(batch: WaitingBatch, rest?: WaitingBatch): Promise<KeptBatch | undefined> {
    const sentMs = performance.now()
    const outcome = await this.#options.send(batch)
    if (outcome.kind === 'accepted') {
      this.#judge.taken(sentMs)
      this.#options.onAccepted(batch, outcome)
      this.#open()
      return undefined
    }
    if (outcome.kind !== 'refused') return { batch, failure: toFailure(outcome) }

    const refused = { ...batch, doubtedMs: batch.doubtedMs ?? performance.now() }
    const failure = await this.#judge.judge(refused, outcome, {
      isOpen: this.#isOpen,
      hasOthers: () => this.#inFlight > 1 || this.#hasUntried(rest),
    })
    if (failure) return { batch: refused, failure }
    this.#refused(refused, outcome)
    return undefined
  }

  #refused(batch: WaitingBatch, refusal: Refusal): void {
    this.#open()
    const { records } = batch
    const [first] = records
    if (records.length === 1 && first) return this.#options.onRefused(first, refusal)

    const middle = records.length >> 1
    this.#waiting.unshift(
      { ...batch, records: records.slice(0, middle) },
      { ...batch, records: records.slice(middle) },
    )
  }

  #hasUntried(rest?: WaitingBatch): boolean {
    const { refusedMs } = this.#options
    const batches = rest ? [rest, ...this.#waiting] : this.#waiting
    return batches.some(({ records }) => records.some((record) => refusedMs(record) === undefined))
  }

  #keep(batch: WaitingBatch, failure: Failure): void {
    // The oldest first, but what has asked in vain must not keep others from being tried.
    if (failure.isDoubtful || this.#isAsking) this.#waiting.push(batch)
    else this.#waiting.unshift(batch)
    // Of several requests that fail together, the first began the outage.
    if (this.#isOpen || this.#isAsking) this.#fail(failure)
  }

  #fail(failure: Failure): void {
    if (this.#isClosed) return
    this.#isOpen = false
    const now = { nowMs: Date.now(), random: Math.random() }
    this.#outage = outageAfter(this.#outage, failure, this.#options.backoff, now)
    clearTimeout(this.#timer)
    const waitMs = this.#outage.nextAttemptMs - now.nowMs
    this.#timer = setTimeout(() => void this.#ask(), timerMs(waitMs))
    this.#options.onOutage(this.#outage)
  }

  #open(): void {
    if (this.#isOpen || this.#isClosed) return
    const outage = this.#outage
    this.#isOpen = true
    this.#outage = undefined
    clearTimeout(this.#timer)
    this.#options.onOpen(outage)
    this.#next()
  }

  // What waits is the best question: a backend may take a request without records and no other.
  async #ask(): Promise<void> {
    if (this.#isAsking || this.#isOpen || this.#isClosed) return
    this.#isAsking = true
    clearTimeout(this.#timer)
    const batch = this.#waiting.shift()
    if (!batch) await this.start()
    else if (this.#outage?.isDoubtful) await this.#dispatchFirst(batch)
    else await this.#dispatch(batch)
    this.#isAsking = false
  }

  async #dispatchFirst(batch: WaitingBatch): Promise<void> {
    const [first, ...others] = batch.records
    if (!first || others.length === 0) return this.#dispatch(batch)
    await this.#dispatch({ ...batch, records: [first] }, { ...batch, records: others })
  }
}

interface KeptBatch {
  readonly batch: WaitingBatch
  readonly failure: Failure
}

function joined(one: WaitingBatch, other: WaitingBatch): WaitingBatch {
  return { ...one, records: [...one.records, ...other.records] }
}
