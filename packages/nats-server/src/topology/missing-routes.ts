import type { NatsServer } from '../launch/nats-server.ts'
import { readLinks } from './monitor.ts'

/** The routes that lack until every server of a cluster is joined to every other. */
export async function missingRoutes(servers: readonly NatsServer[]): Promise<readonly string[]> {
  const missing = servers.map(async (server) => {
    const links = await readLinks(server)
    return servers
      .filter(({ name }) => name !== server.name && !links?.routes.includes(name))
      .map(({ name }) => `${server.name} has no route to ${name}`)
  })
  return (await Promise.all(missing)).flat()
}
