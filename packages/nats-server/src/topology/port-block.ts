import type { Server } from 'node:net'
import { NatsServerError } from '../nats-server-error.ts'
import { areFree, holdPort, releasePort } from './hold-port.ts'

// Below the ports that systems give to outgoing connections, which would take ours while we start.
const FIRST_PORT = 20_000
const LAST_PORT = 31_999
const BLOCK_SIZE = 50
const MAX_TRIES = 100

/**
 * Ports for servers that have to know each other's before they start.
 *
 * They are a row of neighbours, the first of which is held open until the block is disposed of:
 * another start, in this process or another, then passes the whole row by.
 */
export class PortBlock implements AsyncDisposable {
  readonly #lock: Server
  readonly #ports: Iterator<number>

  /** @throws {@link NatsServerError} PORT_TAKEN when no free row was met */
  static async reserve(count: number): Promise<PortBlock> {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const [first = 0, ...ports] = randomRow(count)
      const lock = await holdPort(first)
      if (!lock) continue
      if (await areFree(ports)) return new PortBlock(lock, ports)
      await releasePort(lock)
    }
    throw new NatsServerError(
      'PORT_TAKEN',
      `no ${count} free ports in a row between ${FIRST_PORT} and ${LAST_PORT}`,
      { hint: 'stop servers that are not needed' },
    )
  }

  private constructor(lock: Server, ports: readonly number[]) {
    this.#lock = lock
    this.#ports = ports.values()
  }

  /** A port that was free, and is given once. */
  take(): number {
    const { value, done } = this.#ports.next()
    if (done) throw new RangeError('the block of ports is used up')
    return value
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await releasePort(this.#lock)
  }
}

// Rows start at multiples of their size, so that two of one size are the same or apart.
function randomRow(count: number): readonly number[] {
  const size = Math.ceil((count + 1) / BLOCK_SIZE) * BLOCK_SIZE
  const rows = Math.floor((LAST_PORT - FIRST_PORT + 1) / size)
  const first = FIRST_PORT + Math.floor(Math.random() * rows) * size
  return Array.from({ length: count + 1 }, (_, index) => first + index)
}
