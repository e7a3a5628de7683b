import { baseConfig, jetstreamConfig, quote } from '../launch/server-config.ts'
import { gatewayTargets, type Hub, HUBS, type Leaf } from './super-cluster-plan.ts'
import type { SystemUser } from './super-cluster.ts'

/** The ports one server of a cluster listens on for other servers. */
interface HubPorts {
  readonly route: number
  readonly gateway: number
  readonly leaf: number
}

/** What the configurations of all servers agree on. */
export interface Shared {
  readonly hubPorts: ReadonlyMap<string, HubPorts>
  readonly systemUser: SystemUser
  /** Of the user that leaf nodes log in as, and that clients without credentials are. */
  readonly appPassword: string
}

const TRACE_DEST = 'telemetry.hops'

/** Configuration of a server of a cluster. */
export function hubConfig(hub: Hub, port: number, shared: Shared, dir: string): string {
  const own = portsOf(hub.name, shared)
  const members = HUBS.filter(({ cluster }) => cluster === hub.cluster)
  const routes = members.map(({ name }) => `nats-route://127.0.0.1:${portsOf(name, shared).route}`)
  const gateways = gatewayTargets(hub).map((cluster) => {
    const peers = HUBS.filter((peer) => peer.cluster === cluster)
    const urls = peers.map(({ name }) => quote(`nats://127.0.0.1:${portsOf(name, shared).gateway}`))
    return `{ name: ${cluster}, urls: [ ${urls.join(', ')} ] }`
  })
  return [
    baseConfig(hub.name, port, dir),
    jetstreamConfig(dir),
    `cluster { name: ${hub.cluster}, listen: "127.0.0.1:${own.route}", pool_size: -1, routes: [ ${routes.join(', ')} ] }`,
    `gateway { name: ${hub.cluster}, listen: "127.0.0.1:${own.gateway}", connect_retries: 100, gateways: [`,
    ...gateways.map((gateway) => `  ${gateway}`),
    `] }`,
    `leafnodes { listen: "127.0.0.1:${own.leaf}" }`,
    accounts('jetstream: enabled, ', shared),
  ].join('\n')
}

/** Configuration of a leaf node, which logs in to its hub as a user of account APP. */
export function leafConfig(leaf: Leaf, port: number, shared: Shared, dir: string): string {
  const url = `nats://app:${shared.appPassword}@127.0.0.1:${portsOf(leaf.hub, shared).leaf}`
  return [
    baseConfig(leaf.name, port, dir),
    `leafnodes { remotes: [ { url: ${quote(url)}, account: APP } ] }`,
    accounts('', shared),
  ].join('\n')
}

function accounts(limits: string, { systemUser, appPassword }: Shared): string {
  return [
    `accounts {`,
    `  SYS { users: [ { user: ${systemUser.user}, password: ${quote(systemUser.password)} } ] }`,
    `  APP { ${limits}users: [ { user: app, password: ${quote(appPassword)} } ], msg_trace: { dest: ${quote(TRACE_DEST)} } }`,
    `}`,
    `system_account: SYS`,
    `no_auth_user: app`,
  ].join('\n')
}

function portsOf(name: string, { hubPorts }: Shared): HubPorts {
  const ports = hubPorts.get(name)
  if (!ports) throw new RangeError(`${name} has no ports`)
  return ports
}
