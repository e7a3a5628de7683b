import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

/**
 * Listens on a port of loopback, and so holds it; undefined when it is taken, or not for this user.
 */
export async function holdPort(port: number): Promise<Server | undefined> {
  const server = createServer().unref().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
    return server
  } catch {
    // Taken, or not for this user: either way not ours.
    return undefined
  }
}

/** Lets a port go that was held. */
export async function releasePort(server: Server): Promise<void> {
  server.close()
  await once(server, 'close')
}

/** Tells whether all of these ports can be listened on. */
export async function areFree(ports: readonly number[]): Promise<boolean> {
  const servers = await Promise.all(ports.map((port) => holdPort(port)))
  const held = servers.filter((server) => server !== undefined)
  await Promise.all(held.map((server) => releasePort(server)))
  return held.length === ports.length
}
