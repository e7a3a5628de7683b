import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to a server that takes its time. */
export interface SlowProxy extends AsyncDisposable {
  readonly url: string
}

/** How the way is. */
export interface SlowProxyOptions {
  /** How long each byte takes, in milliseconds, there and back alike. */
  readonly delayMs: number
  /** Breaks the connection when the client has sent this. @default never */
  readonly breakAt?: RegExp
  /** Lets the client hear nothing more when it has sent this. @default never */
  readonly muteAt?: RegExp
}

/** What the client sends when it delivers a message; a dry run has one more header. */
export const REAL_MESSAGE = /HPUB (?![^]*Nats-Trace-Only)/

export async function startSlowProxy(
  port: number,
  { delayMs, breakAt, muteAt }: SlowProxyOptions,
): Promise<SlowProxy> {
  const sockets = new Set<Socket>()
  const proxy = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) sockets.add(socket.on('error', () => {}))
    pipe(near, far, delayMs)
    pipe(far, near, delayMs)
    near.on('data', (chunk: Buffer) => {
      if (breakAt?.test(chunk.toString()) === true) near.destroy()
      if (muteAt?.test(chunk.toString()) === true) far.removeAllListeners('data').resume()
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const { port: own } = proxy.address() as AddressInfo
  return {
    url: `nats://127.0.0.1:${own}`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => proxy.close(() => resolve()))
    },
  }
}

function pipe(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (chunk: Buffer) => setTimeout(() => to.write(chunk), delayMs))
  from.on('close', () => setTimeout(() => to.destroy(), delayMs))
}
