import type { StreamInfo } from '@nats-io/jetstream'
import type { Msg } from '@nats-io/nats-core'
import type { Signal } from '../otlp-http/index.ts'
import { Batcher } from './batcher.ts'
import type { ExportRate, SignalFigures, SignalState } from './bridge-figures.ts'
import { ConsumerFeed } from './consumer-feed.ts'
import { Dispatcher } from './dispatcher.ts'
import { exportRate, type ExportedSoFar } from './export-rate.ts'
import { HandLimit } from './hand-limit.ts'
import type { SendableRecord } from './held-record.ts'
import type { LaneContext } from './lane-context.ts'
import { LaneCounts } from './lane-counts.ts'
import { toOutageFigures, type Outage } from './outage.ts'
import { RecordDesk } from './record-desk.ts'
import { roomForRecords, type Room } from './room-for-records.ts'
import { countRejected, sendBatch, type BatchSender } from './send-batch.ts'

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
  readonly #sender: BatchSender
  readonly #batcher: Batcher
  readonly #dispatcher: Dispatcher
  #wasOpen = false
  #measured: ExportedSoFar
  #rate: ExportRate | undefined
  #phase: 'running' | 'stopping' | 'stopped' = 'running'
  #onChange = (): void => {}

  constructor(context: LaneContext, signal: Signal) {
    const { config, backend } = context
    this.signal = signal
    this.#context = context
    this.#sender = { context, signal, counts: this.#counts }
    this.#measured = this.#counts.exportedSoFar(performance.now())
    const { batchSize, maxRequests, maxDeliveries } = config
    const most = batchSize * (maxRequests + BATCHES_AHEAD)
    this.#limit = new HandLimit({ batchSize, most, maxDeliveries })
    this.#desk = new RecordDesk(context, {
      signal,
      counts: this.#counts,
      limit: this.#limit,
      isStopping: () => this.#phase !== 'running',
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
      send: (batch) => sendBatch(this.#sender, batch),
      probe: () => backend.probe(signal),
      refusedMs: (record) => this.#desk.settler.refusedMs(record),
      onAccepted: (batch, outcome) => {
        this.#desk.settler.accepted(batch)
        countRejected(this.#sender, outcome)
        this.#feed.ask()
      },
      onRefused: (record, refusal) => this.#desk.settler.refused(record, refusal),
      onOutage: (outage) => this.#outage(outage),
      onOpen: (outage) => this.#open(outage),
    })
  }

  get state(): SignalState {
    if (this.#phase !== 'running') return this.#phase
    const { isUp, hasStream } = this.#context
    if (!isUp() || !hasStream() || this.#feed.isGone) return 'detached'
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
    this.#desk.settler.reconnected()
    this.#feed.askAnew()
  }

  /** Looks at how far the lane is behind; rejects if the server does not answer. */
  async look(stream: StreamInfo): Promise<void> {
    const lag = await this.#feed.look(stream, this.#counts.redelivered)
    if (!lag || lag.discarded === 0) return
    this.#counts.discarded += lag.discarded
    this.#context.tell({ kind: 'discarded', signal: this.signal, count: lag.discarded })
  }

  /** Measures how fast records are exported since it did so before. */
  measure(): void {
    const now = this.#counts.exportedSoFar(performance.now())
    this.#rate = exportRate(this.#measured, now)
    this.#measured = now
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
      ...(this.#rate && { rate: this.#rate }),
      state: this.state,
      inHand: this.#desk.size,
      bytesInHand: this.#desk.bytes,
      pending: lag?.pending,
      ackPending: lag?.ackPending,
      outage: outage && toOutageFigures(outage),
      timeLeftMs: lag?.timeLeftMs,
    }
  }

  // What was offered once and is not there now is an outage: nothing of it is to be passed over.
  #isAbsent({ isAbsent }: Outage): boolean {
    return isAbsent && !this.#wasOpen
  }

  #room(): Room {
    const { config } = this.#context
    return roomForRecords({
      config,
      dispatcher: this.#dispatcher,
      limit: this.#limit,
      desk: this.#desk,
    })
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
      // A bridge that stops hands back what is in hand, and asks no more.
      const isLast = this.#phase !== 'running'
      const retryInMs = isLast ? undefined : Math.max(0, nextAttemptMs - Date.now())
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
}

/** Batches for which there is room beside those that are being sent. */
const BATCHES_AHEAD = 16
