import type { NatsServer } from '../launch/nats-server.ts'
import { readLinks } from './monitor.ts'
import { CLUSTERS, HUBS, LEAFS } from './super-cluster-plan.ts'

/** The routes, gateways and leaf connections that servers of the super-cluster lack. */
export async function missingLinks(servers: readonly NatsServer[]): Promise<readonly string[]> {
  return missingOf(servers, ({ routes, clusters, hubs }) => [...routes, ...clusters, ...hubs])
}

/** The gateways that servers of the super-cluster lack. */
export async function missingGateways(servers: readonly NatsServer[]): Promise<readonly string[]> {
  return missingOf(servers, ({ clusters }) => clusters)
}

/** What a server has to be joined to, by name. */
interface Wanted {
  readonly routes: readonly string[]
  readonly clusters: readonly string[]
  readonly hubs: readonly string[]
}

async function missingOf(
  servers: readonly NatsServer[],
  select: (wanted: Wanted) => readonly string[],
): Promise<readonly string[]> {
  const missing = servers.map(async (server) => {
    const links = await readLinks(server)
    if (!links) return [`${server.name} does not answer`]

    const joined = new Set([...links.routes, ...links.gateways.keys(), ...links.leafs])
    return select(wanted(server.name))
      .filter((name) => !joined.has(name))
      .map((name) => `${server.name} is not joined to ${name}`)
  })
  return (await Promise.all(missing)).flat()
}

function wanted(name: string): Wanted {
  const hub = HUBS.find((each) => each.name === name)
  if (!hub) {
    const hubs = LEAFS.filter((leaf) => leaf.name === name).map((leaf) => leaf.hub)
    return { routes: [], clusters: [], hubs }
  }
  const members = HUBS.filter((each) => each.cluster === hub.cluster && each.name !== name)
  const clusters = CLUSTERS.filter((cluster) => cluster !== hub.cluster)
  return { routes: members.map((member) => member.name), clusters, hubs: [] }
}
