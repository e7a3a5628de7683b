import { randomBytes } from 'node:crypto'
import type { NatsServer, StopOptions } from '../launch/nats-server.ts'
import { Run, type ServerSpec } from '../launch/run.ts'
import { resolveNatsServer } from '../resolve/resolve-nats-server.ts'
import type { ResolvedServer } from '../resolve/resolve-options.ts'
import { awaitNothingMissing } from './await-nothing-missing.ts'
import { checkSteering } from './check-steering.ts'
import { countUp } from './count-up.ts'
import { missingGateways, missingLinks } from './missing-links.ts'
import { missingPeers } from './missing-peers.ts'
import { PortBlock } from './port-block.ts'
import { startAll } from './start-all.ts'
import { startWithLeader } from './start-with-leader.ts'
import { hubConfig, leafConfig, type Shared } from './super-cluster-config.ts'
import {
  FIRST,
  type Hub,
  HUBS,
  LAST,
  type Leaf,
  LEAFS,
  SERVER_NAMES,
  VOTERS,
} from './super-cluster-plan.ts'
import { SuperCluster } from './super-cluster.ts'
import { checkPorts, DEFAULT_TIMEOUT_MS, type TopologyOptions } from './topology-options.ts'
import { withRetries } from './with-retries.ts'

/** What {@link startSuperCluster} starts. */
export type SuperClusterOptions = TopologyOptions

/**
 * Starts three clusters of three servers joined by gateways, and two leaf nodes; resolves when all
 * are joined, and JetStream has a leader that all follow.
 *
 * C1L2 hangs on C1N3, and C3L3 on C3N2, whose gateways reach C1N1 and C2N2. Clients need no
 * credentials and are in account APP, whose servers trace to `telemetry.hops`. Takes 3 s, or up to
 * 8 s on a busy machine. A start that fails leaves nothing: no process, no folder.
 *
 * @throws {@link NatsServerError} PORT_TAKEN, SERVER_START_FAILED, TOPOLOGY_NOT_READY,
 * GATEWAY_DIVERTED, OPTION_INVALID, and what {@link resolveNatsServer} throws
 */
export async function startSuperCluster(options: SuperClusterOptions = {}): Promise<SuperCluster> {
  await checkPorts(options.ports ?? {}, SERVER_NAMES)
  const server = await resolveNatsServer(options)
  return withRetries(() => startOnce(server, options))
}

async function startOnce(
  server: ResolvedServer,
  options: SuperClusterOptions,
): Promise<SuperCluster> {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, signal, onProgress = () => {} } = options
  await using ports = await PortBlock.reserve(HUBS.length * 3)
  const shared = makeShared(ports)
  const specs = toSpecs(shared, options.ports ?? {})
  const onUp = countUp(SERVER_NAMES.length, onProgress)
  const starting = { timeoutMs, signal, onUp }

  const run = await Run.open(options.dir)
  try {
    const first = await startAll(run, server, specs.first, starting)
    const voters = await startWithLeader(run, server, specs.voters, starting)
    await awaitNothingMissing(() => missingGateways(voters), timeoutMs, signal)
    await checkSteering([...first, ...voters])

    const last = await startAll(run, server, specs.last, starting)
    const leafs = await startAll(run, server, specs.leafs, starting)

    onProgress('joining the clusters')
    const hubs = [...first, ...voters, ...last]
    const servers = inOrder([...hubs, ...leafs])
    const missing = async () => [...(await missingLinks(servers)), ...(await missingPeers(hubs))]
    await awaitNothingMissing(missing, timeoutMs, signal)

    const stop = ({ graceMs = 0 }: StopOptions) => run.close(graceMs)
    return new SuperCluster(servers, shared.systemUser, stop)
  } catch (error) {
    await run.close(0)
    throw error
  }
}

function makeShared(ports: PortBlock): Shared {
  const hubPorts = HUBS.map(
    ({ name }) =>
      [name, { route: ports.take(), gateway: ports.take(), leaf: ports.take() }] as const,
  )
  return {
    hubPorts: new Map(hubPorts),
    systemUser: { user: 'sys', password: makePassword() },
    appPassword: makePassword(),
  }
}

interface Specs {
  readonly first: readonly ServerSpec[]
  readonly voters: readonly ServerSpec[]
  readonly last: readonly ServerSpec[]
  readonly leafs: readonly ServerSpec[]
}

function toSpecs(shared: Shared, ports: Readonly<Record<string, number>>): Specs {
  const toHub = (hub: Hub): ServerSpec => ({
    name: hub.name,
    config: (dir) => hubConfig(hub, ports[hub.name] ?? -1, shared, dir),
  })
  const toLeaf = (leaf: Leaf): ServerSpec => ({
    name: leaf.name,
    config: (dir) => leafConfig(leaf, ports[leaf.name] ?? -1, shared, dir),
  })
  return {
    first: FIRST.map(toHub),
    voters: VOTERS.map(toHub),
    last: LAST.map(toHub),
    leafs: LEAFS.map(toLeaf),
  }
}

function inOrder(servers: readonly NatsServer[]): readonly NatsServer[] {
  return servers.toSorted((a, b) => SERVER_NAMES.indexOf(a.name) - SERVER_NAMES.indexOf(b.name))
}

function makePassword(): string {
  // Starts with a letter, since nats-server's configuration takes some other words for numbers.
  return `p${randomBytes(16).toString('hex')}`
}
