import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Socket } from 'node:net'

/**
 * The sockets that were opened while this was in use.
 *
 * The client forgets a socket that does not get through in time, which would keep the process
 * alive for minutes.
 */
export class DialedSockets implements Disposable {
  readonly #sockets = new Set<Socket>()
  readonly #onSocket = (message: unknown): void => {
    if (typeof message !== 'object' || message === null || !('socket' in message)) return
    if (message.socket instanceof Socket) this.#sockets.add(message.socket)
  }

  constructor() {
    subscribe(CHANNEL, this.#onSocket)
  }

  /** Closes them all, whatever they are at. */
  destroy(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  [Symbol.dispose](): void {
    unsubscribe(CHANNEL, this.#onSocket)
  }
}

const CHANNEL = 'net.client.socket'
