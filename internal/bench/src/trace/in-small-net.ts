import { startCluster, startNatsServer, type NatsServer } from '@hopscope/nats-server'

/** Servers by their names. */
export type SmallNet = ReadonlyMap<string, NatsServer>

/**
 * Runs something among every kind of link between servers, in as few of them as can be: the cluster
 * C1N1 to C1N3, C2N1 behind a gateway, and LEAF, a leaf node of C1N2.
 */
export async function inSmallNet<T>(run: (net: SmallNet) => Promise<T>): Promise<T> {
  await using cluster = await startCluster({ jetstream: false, config: HUB_CONFIG })
  const { leaf: leafPort, gateway: gatewayPort } = await readPorts(cluster.server('C1N2'))
  await using beyond = await startNatsServer({
    name: 'C2N1',
    jetstream: false,
    config: `${ACCOUNTS}
    gateway { name: C2, listen: "127.0.0.1:-1", gateways: [
      { name: C1, url: "nats://127.0.0.1:${gatewayPort}" } ] }`,
  })
  await using leaf = await startNatsServer({
    name: 'LEAF',
    jetstream: false,
    config: `leafnodes { remotes: [ { url: "nats://app:app@127.0.0.1:${leafPort}" } ] }`,
  })
  const servers = [...cluster.servers.values(), beyond, leaf]
  return await run(new Map(servers.map((server) => [server.name, server])))
}

// Gateways and leaf nodes together want a system account.
const ACCOUNTS = `
  accounts { SYS { users: [ { user: sys, password: sys } ] }, APP { users: [ { user: app, password: app } ] } }
  system_account: SYS
  no_auth_user: app`

const HUB_CONFIG = `${ACCOUNTS}
  gateway { name: C1, listen: "127.0.0.1:-1" }
  leafnodes { listen: "127.0.0.1:-1" }`

interface Ports {
  readonly leaf: number
  readonly gateway: number
}

// Only the monitoring page tells which ports the server chose.
async function readPorts({ monitorUrl }: NatsServer): Promise<Ports> {
  const response = await fetch(`${monitorUrl}/varz`)
  const { leaf, gateway }: Varz = JSON.parse(await response.text())
  return { leaf: leaf.port, gateway: gateway.port }
}

interface Varz {
  readonly leaf: { readonly port: number }
  readonly gateway: { readonly port: number }
}
