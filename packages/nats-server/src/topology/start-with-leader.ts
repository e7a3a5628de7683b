import type { NatsServer } from '../launch/nats-server.ts'
import type { Run, ServerSpec } from '../launch/run.ts'
import { waitFor } from '../launch/wait-for.ts'
import type { ResolvedServer } from '../resolve/resolve-options.ts'
import { readMetaGroup } from './monitor.ts'
import { startAll, type StartAllOptions } from './start-all.ts'

const FIRST_ELECTION_MS = 1200
const INTERVAL_MS = 25
const MAX_STARTS = 3

/**
 * Starts the servers of a cluster so that JetStream has a leader soon, mostly when this resolves.
 *
 * A new JetStream group holds its first election within 0.8 s of its start, wants every server's
 * vote, and tries again only 4 to 9 s later. The first fails when a server had no routes yet, or
 * two stood at once: then it is faster to start the servers anew.
 */
export async function startWithLeader(
  run: Run,
  server: ResolvedServer,
  specs: readonly ServerSpec[],
  options: StartAllOptions,
): Promise<readonly NatsServer[]> {
  const waiting = { timeoutMs: FIRST_ELECTION_MS, intervalMs: INTERVAL_MS, signal: options.signal }
  for (let start = 1; ; start++) {
    const servers = await startAll(run, server, specs, options)
    if (start === MAX_STARTS || (await waitFor(() => findLeader(servers), waiting))) return servers

    await Promise.all(servers.map((each) => each.stop({ graceMs: 0 })))
  }
}

async function findLeader(servers: readonly NatsServer[]): Promise<string | undefined> {
  const groups = await Promise.all(servers.map((server) => readMetaGroup(server)))
  return groups.find((group) => group?.leader !== undefined)?.leader
}
