import type { MapClient } from '../api/topology-view.ts'
import type { ClientUse, ServerHop } from '../trace/hop-record.ts'

/** Who is connected to servers, by what services say of themselves and by what servers say of them. */
export interface Clients {
  addUse(use: ClientUse): void
  addConnection(hop: Pick<ServerHop, 'traceId' | 'server'>, connection: Connection): void
  readonly uses: ReadonlyMap<string, Use>
  readonly connections: ReadonlyMap<string, ConnectionUse>
  /** The service at a connection in a trace. */
  readonly services: ReadonlyMap<string, string>
}

/** A client's connection as a server tells of it. */
interface Connection {
  readonly name: string | undefined
  readonly cid: number | undefined
  /** The message came from there; else it went there. */
  readonly isSender: boolean
}

/** Nobody. */
export function emptyClients(): Clients {
  const uses = new Map<string, Use>()
  const connections = new Map<string, ConnectionUse>()
  const services = new Map<string, string>()
  return { addUse, addConnection, uses, connections, services }

  function addUse({ traceId, service, server, cid, isSender }: ClientUse): void {
    const use = useOf(uses, service, server)
    if (isSender) use.published++
    else use.received++
    if (cid !== undefined) services.set(`${traceId} ${server} ${cid}`, service)
  }

  function addConnection(
    { traceId, server }: Pick<ServerHop, 'traceId' | 'server'>,
    { name = '', cid, isSender }: Connection,
  ): void {
    const key = `${server}\n${name}`
    const use = connections.get(key) ?? { name, server, published: 0, received: 0, samples: [] }
    connections.set(key, use)
    if (isSender) use.published++
    else use.received++
    if (cid !== undefined && use.samples.length < MAX_SAMPLES) {
      use.samples.push(`${traceId} ${server} ${cid}`)
    }
  }
}

/**
 * Services by name and server, with how many messages they sent and got. Servers count those that
 * services tell nothing of, and services those that servers did not trace: the higher count holds.
 */
export function clientsOf({ uses, connections, services }: Clients): readonly MapClient[] {
  const counted = new Map<string, Use>()
  for (const connection of connections.values()) {
    const sample = connection.samples.find((key) => services.has(key))
    const service = sample === undefined ? undefined : services.get(sample)
    // Clients without a name may be many: services among them count for themselves.
    if (connection.name === '' && service !== undefined) continue
    const name = service ?? (connection.name === '' ? UNNAMED : connection.name)
    const use = useOf(counted, name, connection.server)
    use.published += connection.published
    use.received += connection.received
  }
  for (const { service, server, published, received } of uses.values()) {
    const use = useOf(counted, service, server)
    use.published = Math.max(use.published, published)
    use.received = Math.max(use.received, received)
  }
  return [...counted.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { service, server, published, received }]) => ({
      service,
      server,
      published,
      received,
    }))
}

const UNNAMED = '(unnamed client)'
const MAX_SAMPLES = 8

/** How many messages a service sent and got at a server. */
export interface Use {
  readonly service: string
  readonly server: string
  published: number
  received: number
}

interface ConnectionUse {
  readonly name: string
  readonly server: string
  published: number
  received: number
  readonly samples: string[]
}

function useOf(uses: Map<string, Use>, service: string, server: string): Use {
  const key = `${service}\n${server}`
  const use = uses.get(key) ?? { service, server, published: 0, received: 0 }
  uses.set(key, use)
  return use
}
