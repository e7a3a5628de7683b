import type { NatsServer } from '../launch/nats-server.ts'
import { readMetaGroup } from './monitor.ts'

/** What JetStream's group lacks until one leader is known to all, and all follow it. */
export async function missingPeers(servers: readonly NatsServer[]): Promise<readonly string[]> {
  const groups = await Promise.all(servers.map((server) => readMetaGroup(server)))
  const [leader, ...rivals] = new Set(groups.map((group) => group?.leader))
  if (leader === undefined || rivals.length > 0) return ['JetStream has no leader']

  const group = groups[servers.findIndex((server) => server.name === leader)]
  return servers
    .filter(({ name }) => name !== leader && !group?.followers.includes(name))
    .map(({ name }) => `${name} does not follow JetStream's leader`)
}
