import { once } from 'node:events'
import { connect as connectTo, createServer, type AddressInfo, type Socket } from 'node:net'

/** A wire to a server that can be cut. */
export interface Link extends AsyncDisposable {
  /** Where clients connect. */
  readonly url: string
  /** From now on nothing of what the server sends comes through, until the wire is cut. */
  mute(): void
  /** Breaks the connections there are; new ones can be made. */
  cut(): void
  /** Breaks the connections there are, and takes no new ones until it is {@link up}. */
  down(): void
  up(): void
}

/** A wire to the server on `port` of this machine. */
export async function startLink(port: number): Promise<Link> {
  const sockets = new Set<Socket>()
  let isMuted = false
  let isDown = false
  const server = createServer((client) => {
    if (isDown) {
      client.destroy()
      return
    }
    const upstream = connectTo(port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('data', (data) => upstream.write(data))
    client.on('close', () => upstream.destroy())
    upstream.on('data', (data) => isMuted || client.write(data))
    upstream.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as AddressInfo
  return {
    url: `nats://127.0.0.1:${own}`,
    mute: () => void (isMuted = true),
    cut() {
      for (const socket of sockets) socket.destroy()
      isMuted = false
    },
    down() {
      isDown = true
      for (const socket of sockets) socket.destroy()
    },
    up: () => void (isDown = false),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
