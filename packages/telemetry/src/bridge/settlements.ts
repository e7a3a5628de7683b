import type { NatsConnection } from '@nats-io/nats-core'

/**
 * Tells a consumer what became of its messages.
 *
 * What is told while the connection is down would be lost, and the messages delivered again, so it
 * waits until the connection is back.
 */
export class Settlements {
  readonly #connection: NatsConnection
  readonly #isUp: () => boolean
  #waiting: (readonly [subject: string, payload: Uint8Array | string])[] = []

  constructor(connection: NatsConnection, isUp: () => boolean) {
    this.#connection = connection
    this.#isUp = isUp
  }

  ack(subject: string): void {
    this.#tell(subject, ACK)
  }

  /** Hands a message back, to be delivered again after a time. */
  nak(subject: string, delayMs: number): void {
    this.#tell(subject, delayMs === 0 ? '-NAK' : `-NAK {"delay":${Math.round(delayMs * 1e6)}}`)
  }

  /** Has a message never delivered again. */
  term(subject: string, reason: string): void {
    this.#tell(subject, `+TERM ${reason}`)
  }

  /** Asks for more time. */
  working(subject: string): void {
    // What is late has no meaning any more.
    if (this.#isUp()) this.#tell(subject, WORKING)
  }

  /** Tells what had to wait for the connection. */
  flush(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const [subject, payload] of waiting) this.#tell(subject, payload)
  }

  #tell(subject: string, payload: Uint8Array | string): void {
    if (this.#connection.isClosed()) return
    if (this.#isUp()) this.#connection.publish(subject, payload)
    else this.#waiting.push([subject, payload])
  }
}

const ACK = new TextEncoder().encode('+ACK')
const WORKING = new TextEncoder().encode('+WPI')
