import { checkName } from '../launch/check-name.ts'
import type { StopOptions } from '../launch/nats-server.ts'
import { Run } from '../launch/run.ts'
import { baseConfig, jetstreamConfig, quote } from '../launch/server-config.ts'
import { NatsServerError } from '../nats-server-error.ts'
import { resolveNatsServer } from '../resolve/resolve-nats-server.ts'
import type { ResolvedServer } from '../resolve/resolve-options.ts'
import { awaitNothingMissing } from './await-nothing-missing.ts'
import { Cluster } from './cluster.ts'
import { countUp } from './count-up.ts'
import { missingPeers } from './missing-peers.ts'
import { missingRoutes } from './missing-routes.ts'
import { PortBlock } from './port-block.ts'
import { startAll } from './start-all.ts'
import { startWithLeader } from './start-with-leader.ts'
import { checkPorts, DEFAULT_TIMEOUT_MS, type TopologyOptions } from './topology-options.ts'
import { withRetries } from './with-retries.ts'

/** What {@link startCluster} starts. */
export interface ClusterOptions extends TopologyOptions {
  /** The cluster's name; its servers are `C1N1`, `C1N2` and so on. @default 'C1' */
  readonly name?: string
  /** Number of servers, 2 to 9. @default 3 */
  readonly size?: number
  /** Whether the servers store streams. @default true */
  readonly jetstream?: boolean
  /** More of nats-server's own configuration, for every server. @default '' */
  readonly config?: string
}

const DEFAULTS = {
  name: 'C1',
  size: 3,
  jetstream: true,
  config: '',
  timeoutMs: DEFAULT_TIMEOUT_MS,
  ports: {},
}

/**
 * Starts servers joined by routes, and resolves when every one is joined to every other and, with
 * JetStream, has found the leader.
 *
 * A start that fails leaves nothing: no process, no folder.
 *
 * @throws {@link NatsServerError} PORT_TAKEN, SERVER_START_FAILED, TOPOLOGY_NOT_READY,
 * OPTION_INVALID, and what {@link resolveNatsServer} throws
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const resolved = { ...DEFAULTS, ...options }
  if (!Number.isInteger(resolved.size) || resolved.size < 2 || resolved.size > 9) {
    throw new NatsServerError('OPTION_INVALID', `size must be 2 to 9, got ${resolved.size}`)
  }
  checkName(resolved.name)
  await checkPorts(resolved.ports, serverNames(resolved))

  const server = await resolveNatsServer(options)
  return withRetries(() => startOnce(server, resolved))
}

type Resolved = typeof DEFAULTS & ClusterOptions

async function startOnce(server: ResolvedServer, options: Resolved): Promise<Cluster> {
  const { name, size, timeoutMs, signal, onProgress = () => {} } = options
  await using ports = await PortBlock.reserve(size)
  const routePorts = Array.from({ length: size }, () => ports.take())

  const run = await Run.open(options.dir)
  try {
    const specs = serverNames(options).map((serverName, index) => ({
      name: serverName,
      extraConfig: options.config,
      config: (dir: string) => clusterConfig(serverName, index, routePorts, options, dir),
    }))
    const onUp = countUp(size, onProgress)
    const start = options.jetstream ? startWithLeader : startAll
    const servers = await start(run, server, specs, { timeoutMs, signal, onUp })

    onProgress('joining the servers')
    const missing = async () => [
      ...(await missingRoutes(servers)),
      ...(options.jetstream ? await missingPeers(servers) : []),
    ]
    await awaitNothingMissing(missing, timeoutMs, signal)
    return new Cluster(name, servers, ({ graceMs = 0 }: StopOptions) => run.close(graceMs))
  } catch (error) {
    await run.close(0)
    throw error
  }
}

function serverNames({ name, size }: Resolved): readonly string[] {
  return Array.from({ length: size }, (_, index) => `${name}N${index + 1}`)
}

function clusterConfig(
  serverName: string,
  index: number,
  routePorts: readonly number[],
  options: Resolved,
  dir: string,
): string {
  const routes = routePorts.map((port) => `nats-route://127.0.0.1:${port}`)
  return [
    baseConfig(serverName, options.ports[serverName] ?? -1, dir),
    options.jetstream ? jetstreamConfig(dir) : '',
    `cluster { name: ${quote(options.name)}, listen: "127.0.0.1:${routePorts[index]}", routes: [ ${routes.join(', ')} ] }`,
  ].join('\n')
}
