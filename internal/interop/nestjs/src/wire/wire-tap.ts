import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { FrameLog } from './frame-log.ts'
import { FrameParser } from './frame-parser.ts'

/**
 * Stands between a client and its server, and keeps what the client wrote, byte for byte.
 *
 * It is no subscription: one on `>` would be seen by the server as somebody who answers, and hide
 * that nobody does.
 *
 * @example
 * await using tap = await WireTap.open(server.port)
 * const connection = await connect({ servers: tap.url })
 */
export class WireTap implements AsyncDisposable {
  /** Where clients connect instead. */
  readonly url: string
  /** What clients wrote. */
  readonly sent: FrameLog
  readonly #server: Server
  readonly #sockets: Set<Socket>

  private constructor(server: Server, sent: FrameLog, sockets: Set<Socket>) {
    this.url = `nats://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.sent = sent
    this.#server = server
    this.#sockets = sockets
  }

  /** @param port - of the server, on 127.0.0.1 */
  static async open(port: number): Promise<WireTap> {
    const sent = new FrameLog()
    const sockets = new Set<Socket>()
    const server = createServer((client) => {
      const upstream = connect(port, '127.0.0.1')
      const parser = new FrameParser((frame) => sent.add(frame))
      client.on('data', (bytes: Buffer) => parser.push(bytes))
      client.pipe(upstream).pipe(client)
      for (const [socket, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        sockets.add(socket)
        socket.on('error', () => other.destroy())
        socket.on('close', () => {
          sockets.delete(socket)
          other.destroy()
        })
      }
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new WireTap(server, sent, sockets)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    const closed = once(this.#server, 'close')
    this.#server.close()
    await closed
  }
}
