import type { Use } from './map-clients.ts'
import type { Arrival } from './map-links.ts'

/** What is known of a server that did not report. */
export interface SilentServer {
  readonly name: string
  readonly cluster?: string
}

/**
 * The servers that did not report: those that another sent a message on to, and those that services were connected to when
 * they sent or got one. Where no server reported at all, there is no way that they could be on.
 *
 * @param reported what each server that did report says of its cluster
 */
export function silentServers(
  reported: ReadonlyMap<string, { readonly cluster?: string }>,
  sends: readonly Arrival[],
  uses: Iterable<Use>,
): readonly SilentServer[] {
  if (reported.size === 0) return []
  const silent = new Map<string, SilentServer>()
  for (const { from, to, by } of sends) {
    if (reported.has(to)) continue
    // Routes are within a cluster.
    const cluster = by === 'route' ? reported.get(from)?.cluster : undefined
    const known = silent.get(to)
    if (known?.cluster === undefined) {
      silent.set(to, { name: to, ...(cluster !== undefined && { cluster }) })
    }
  }
  for (const { server } of uses) {
    if (!reported.has(server) && !silent.has(server)) silent.set(server, { name: server })
  }
  return [...silent.values()]
}
