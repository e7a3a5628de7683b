import { createInbox, headers, type NatsConnection, type Subscription } from '@nats-io/nats-core'

/**
 * Stores spans as DagNats does: each in a message of its own, as JSON, with its ids for a message id.
 *
 * It does not wait for one acknowledgement before it publishes the next, which DagNats does.
 */
export class JsonStore {
  readonly #connection: NatsConnection
  readonly #window: number
  readonly #inbox = createInbox()
  readonly #acks: Subscription
  #onWay = 0
  #published = 0
  #wake: () => void = () => {}

  constructor(connection: NatsConnection, { window }: { readonly window: number }) {
    this.#connection = connection
    this.#window = window
    this.#acks = connection.subscribe(this.#inbox, {
      callback: () => {
        this.#onWay--
        this.#wake()
      },
    })
  }

  /** Publishes the span of that number, when fewer than the window are on their way. */
  async store(at: number): Promise<void> {
    while (this.#onWay >= this.#window) await this.#nextAck()
    this.#onWay++
    const spanId = (++this.#published).toString(16).padStart(16, '0')
    const described = headers()
    described.set('Nats-Msg-Id', `${TRACE_ID}.${spanId}`)
    this.#connection.publish('telemetry.spans.bench.no-run', JSON.stringify(spanOf(spanId, at)), {
      reply: this.#inbox,
      headers: described,
    })
  }

  /** Waits for every acknowledgement. */
  async flush(): Promise<void> {
    while (this.#onWay > 0) await this.#nextAck()
  }

  close(): void {
    this.#acks.unsubscribe()
  }

  #nextAck(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'

function spanOf(spanId: string, at: number) {
  return {
    traceId: TRACE_ID,
    spanId,
    parentSpanId: '00f067aa0ba902b7',
    name: 'publish orders.new',
    kind: 'SPAN_KIND_PRODUCER',
    startTimeUnixNano: '1705314600000000000',
    endTimeUnixNano: '1705314601234000000',
    attributes: [
      { key: 'messaging.system', value: { stringValue: 'nats' } },
      { key: 'messaging.message.body.size', value: { intValue: String(at) } },
    ],
    status: {},
  }
}
