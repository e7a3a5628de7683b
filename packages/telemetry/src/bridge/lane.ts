import { type StreamInfo } from '@nats-io/jetstream'
import { type Msg } from '@nats-io/nats-core'
import { aggregate } from '../convert/index.ts'
import { type Outcome, type Signal } from '../otlp-http/index.ts'
import { Batcher, type Batch } from './batcher.ts'
import { type SignalFigures, type SignalState } from './bridge-figures.ts'
import { ConsumerFeed } from './consumer-feed.ts'
import { Dispatcher } from './dispatcher.ts'
import { HandLimit } from './hand-limit.ts'
import { type LaneContext } from './lane-context.ts'
import { LaneCounts } from './lane-counts.ts'
import { type Outage } from './outage.ts'
import { type SendableRecord } from './held-record.ts'
import { messageOf } from './problem.ts'
import { RecordDesk } from './record-desk.ts'

/**
 * The way of one signal from the stream to the backend. It has a consumer, batches, requests and
 * outages of its own, so that no signal waits for another.
 */
export class Lane {
  readonly signal: Signal
  readonly #context: LaneContext
  readonly #counts = new LaneCounts()
  readonly #limit: HandLimit
  readonly #feed: ConsumerFeed
  readonly #desk: RecordDesk
  readonly #batcher: Batcher
  readonly #dispatcher: Dispatcher
  #wasOpen = false
  #phase: 'running' | 'stopping' | 'stopped' = 'running'
  #onChange = (): void => {}

  constructor(context: LaneContext, signal: Signal) {
    const { config, backend } = context
    this.signal = signal
    this.#context = context
    const { batchSize, maxRequests, maxDeliveries } = config
    const most = batchSize * (maxRequests + BATCHES_AHEAD)
    this.#limit = new HandLimit({ batchSize, most, maxDeliveries })
    this.#desk = new RecordDesk(context, {
      signal,
      counts: this.#counts,
      limit: this.#limit,
      onSendable: (record) => this.#sendable(record),
      onEmpty: () => this.#empty(),
    })
    this.#feed = new ConsumerFeed(context, {
      signal,
      room: () => this.#room(),
      onMessage: (message) => this.#take(message),
      onOtherStream: () => this.#desk.forgetSettled(),
    })
    this.#batcher = new Batcher({
      maxRecords: config.batchSize,
      maxBytes: config.maxBatchBytes,
      flushIntervalMs: config.flushIntervalMs,
      onBatch: (batch) => this.#dispatcher.add(batch),
    })
    this.#dispatcher = new Dispatcher({
      maxRequests: config.maxRequests,
      backoff: config.outageBackoffMs,
      send: (batch) => this.#send(batch),
      probe: () => backend.probe(signal),
      refusedMs: (record) => this.#desk.refusedMs(record),
      onAccepted: (batch, outcome) => this.#accepted(batch, outcome),
      onRefused: (record, refusal) => this.#desk.refused(record, refusal),
      onOutage: (outage) => this.#outage(outage),
      onOpen: (outage) => this.#open(outage),
    })
  }

  get state(): SignalState {
    if (this.#phase !== 'running') return this.#phase
    const { isOpen, outage } = this.#dispatcher
    if (isOpen) return 'sending'
    if (!outage) return 'starting'
    return this.#isAbsent(outage) ? 'absent' : 'out'
  }

  /** Asks whether the backend takes the signal, and begins when it does. */
  async start(): Promise<void> {
    await this.#dispatcher.start()
  }

  /** Goes on after the connection was lost. */
  reconnected(): void {
    this.#desk.reconnected()
    this.#feed.askAnew()
  }

  /** Looks at how far the lane is behind; rejects if the server does not answer. */
  async look(stream: StreamInfo): Promise<void> {
    const lag = await this.#feed.look(stream, this.#counts.redelivered)
    if (!lag || lag.discarded === 0) return
    this.#counts.discarded += lag.discarded
    this.#context.tell({ kind: 'discarded', signal: this.signal, count: lag.discarded })
  }

  /** Fetches no more; resolves when nothing is in hand, or the backend does not take it. */
  async finish(): Promise<void> {
    this.#phase = 'stopping'
    await this.#feed.close()
    this.#batcher.flush()
    await this.#dispatcher.askNow()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#onChange = () => {
      if (this.#desk.size === 0 || !this.#dispatcher.isOpen) resolve()
    }
    this.#onChange()
    await promise
  }

  /** Ends at once, and hands back what is in hand. */
  abandon(): void {
    this.#phase = 'stopped'
    void this.#feed.close()
    this.#batcher.close()
    this.#dispatcher.close()
    this.#desk.close()
  }

  figures(): SignalFigures {
    const { outage } = this.#dispatcher
    const { lag } = this.#feed
    return {
      ...this.#counts.figures(),
      state: this.state,
      inHand: this.#desk.size,
      bytesInHand: this.#desk.bytes,
      pending: lag?.pending,
      ackPending: lag?.ackPending,
      outage: outage && {
        reason: outage.reason,
        since: new Date(outage.sinceMs),
        attempts: outage.attempts,
        nextAttemptAt: new Date(outage.nextAttemptMs),
      },
      timeLeftMs: lag?.timeLeftMs,
    }
  }

  // What was offered once and is not there now is an outage: nothing of it is to be passed over.
  #isAbsent({ isAbsent }: Outage): boolean {
    return isAbsent && !this.#wasOpen
  }

  #room(): { readonly records: number; readonly bytes: number } {
    const { batchSize, maxBytesInHand } = this.#context.config
    const { isOpen, outage } = this.#dispatcher
    const isToWait = isOpen ? this.#desk.hasSuspects : !outage?.isDoubtful
    if (isToWait) return { records: 0, bytes: 0 }
    const records = isOpen
      ? this.#limit.records
      : // One batch more than was tried, so that records nobody wants do not hide those that are wanted.
        batchSize * ((outage?.attempts ?? 0) + 1)
    return {
      records: records - this.#desk.size,
      bytes: maxBytesInHand - this.#desk.bytes,
    }
  }

  #take(message: Msg): void {
    this.#desk.take(message)
    this.#flushIfFull()
  }

  #sendable(record: SendableRecord): void {
    this.#batcher.add(record)
    this.#flushIfFull()
  }

  // Nothing comes that could go with what is in hand before some of it is settled.
  #flushIfFull(): void {
    if (this.#limit.isGrowing && this.#desk.size >= this.#limit.records) this.#batcher.flush()
  }

  #empty(): void {
    this.#onChange()
    this.#feed.ask()
  }

  #open(outage: Outage | undefined): void {
    if (!this.#wasOpen) {
      this.#wasOpen = true
      void this.#feed.start()
      return
    }
    const outageMs = outage ? Date.now() - outage.sinceMs : 0
    this.#context.tell({ kind: 'resumed', signal: this.signal, outageMs })
    this.#feed.ask()
  }

  #outage(outage: Outage): void {
    const { tell } = this.#context
    const { signal } = this
    const { reason, attempts: attempt, nextAttemptMs } = outage
    if (!this.#isAbsent(outage)) {
      const retryInMs = Math.max(0, nextAttemptMs - Date.now())
      tell({ kind: 'outage', signal, reason, retryInMs, attempt })
      void this.#feed.prepare()
      if (outage.isDoubtful) {
        this.#desk.tryOneMore()
        this.#feed.ask()
      }
    } else if (attempt === 1) {
      tell({ kind: 'signal-absent', signal, reason })
    }
    this.#onChange()
  }

  async #send({ records, encoding }: Batch): Promise<Outcome> {
    const bodies = aggregate(records.map(({ request }) => request))
    this.#counts.requests++
    for (const { length } of bodies) this.#counts.requestBytes += length
    const outcome = await this.#post(bodies, encoding)
    if (outcome.kind === 'refused') this.#counts.refused++
    else if (outcome.kind !== 'accepted') this.#counts.unavailable++
    return outcome
  }

  async #post(bodies: readonly Uint8Array[], encoding: 'gzip' | undefined): Promise<Outcome> {
    try {
      return await this.#context.backend.send(this.signal, bodies, { encoding })
    } catch (error) {
      return { kind: 'unavailable', reason: messageOf(error) }
    }
  }

  #accepted(batch: Batch, outcome: Extract<Outcome, { kind: 'accepted' }>): void {
    const { rejected, message } = outcome
    this.#desk.accepted(batch)
    if (rejected > 0 || message !== undefined) {
      this.#counts.rejected += rejected
      this.#context.tell({ kind: 'partial-success', signal: this.signal, rejected, message })
    }
    this.#feed.ask()
  }
}

/** Batches for which there is room beside those that are being sent. */
const BATCHES_AHEAD = 16
