import { type Outcome } from '../otlp-http/index.ts'
import { timerMs } from '../publish/is-done-within.ts'
import { type Batch } from './batcher.ts'
import { type SendableRecord } from './held-record.ts'
import { outageAfter, type Backoff, type Failure, type Outage } from './outage.ts'
import { verdictOf, type Refusal } from './verdict.ts'

/** What a {@link Dispatcher} sends by, and whom it tells. */
export interface DispatcherOptions {
  readonly maxRequests: number
  readonly backoff: Backoff
  /** Sends the records of a batch in one request; never rejects. */
  readonly send: (batch: Batch) => Promise<Outcome>
  /** Sends a request without records; never rejects. */
  readonly probe: () => Promise<Outcome>
  readonly onAccepted: (batch: Batch, outcome: Extract<Outcome, { kind: 'accepted' }>) => void
  /** Called for a record that was refused in a request of its own. */
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
 * the others are taken. A status that does not tell whose fault it is, such as 500, is asked about
 * by a request without records: when that is refused too, where it had been taken before, it is an
 * outage.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions
  #waiting: Batch[] = []
  #inFlight = 0
  #outage: Outage | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isOpen = false
  #isAsking = false
  #isClosed = false
  /** Whether the backend has ever taken a request without records, so that a refusal of one tells something. */
  #tookProbe = false

  constructor(options: DispatcherOptions) {
    this.#options = options
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
    const outcome = await this.#probe()
    if (this.#isClosed) return outcome
    const failure = failureOf(outcome)
    if (failure) this.#fail(failure)
    else this.#open()
    return outcome
  }

  add(batch: Batch): void {
    this.#waiting.push(batch)
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

  async #dispatch(batch: Batch): Promise<void> {
    this.#inFlight++
    const outcome = await this.#options.send(batch)
    if (outcome.kind === 'refused') await this.#refused(batch, outcome)
    else if (outcome.kind === 'accepted') this.#accepted(batch, outcome)
    else this.#keep(batch, toFailure(outcome))
    this.#inFlight--
    this.#next()
  }

  #accepted(batch: Batch, outcome: Extract<Outcome, { kind: 'accepted' }>): void {
    this.#options.onAccepted(batch, outcome)
    this.#open()
  }

  async #refused(batch: Batch, refusal: Refusal): Promise<void> {
    const verdict = verdictOf(refusal)
    const failure = verdict === 'unclear' ? await this.#failureBehind(refusal) : undefined
    if (verdict === 'sender' || failure) return this.#keep(batch, failure ?? refusal)

    this.#open()
    const { records, encoding } = batch
    const [first] = records
    if (records.length === 1 && first) return this.#options.onRefused(first, refusal)

    const middle = records.length >> 1
    this.#waiting.unshift(
      { records: records.slice(0, middle), encoding },
      { records: records.slice(middle), encoding },
    )
  }

  // A backend that refuses everything says nothing about a record.
  async #failureBehind(refusal: Refusal): Promise<Failure | undefined> {
    if (!this.#tookProbe) return undefined
    const outcome = await this.#probe()
    return outcome.kind === 'refused' ? refusal : failureOf(outcome)
  }

  #keep(batch: Batch, failure: Failure): void {
    this.#waiting.unshift(batch)
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
    if (batch) await this.#dispatch(batch)
    else await this.start()
    this.#isAsking = false
  }

  async #probe(): Promise<Outcome> {
    const outcome = await this.#options.probe()
    if (outcome.kind === 'accepted') this.#tookProbe = true
    return outcome
  }
}

/** Why nothing is to be sent after a request without records; absent when something may. */
function failureOf(outcome: Outcome): Failure | undefined {
  if (outcome.kind === 'accepted') return undefined
  if (outcome.kind !== 'refused') return toFailure(outcome)
  // There are backends that want no request without records.
  return verdictOf(outcome) === 'sender' ? outcome : undefined
}

function toFailure(outcome: Extract<Outcome, { kind: 'unavailable' | 'absent' }>): Failure {
  return outcome.kind === 'absent' ? { reason: outcome.reason, isAbsent: true } : outcome
}
