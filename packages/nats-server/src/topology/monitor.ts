import type { NatsServer } from '../launch/nats-server.ts'

/** Who a server is joined to, by name; clusters by their names. */
export interface Links {
  /** The servers of its cluster it has routes to. */
  readonly routes: readonly string[]
  /** For each other cluster, the id of the server its outbound gateway reaches. */
  readonly gateways: ReadonlyMap<string, string>
  /** The servers it is joined to by leaf connections, from either side. */
  readonly leafs: readonly string[]
}

/** What a server knows of the group that all JetStream servers form. */
export interface MetaGroup {
  /** Absent while there is none, or while this server does not know it. */
  readonly leader: string | undefined
  /** The other servers that follow; only the leader knows them. */
  readonly followers: readonly string[]
}

/** Asks a server who it is joined to; undefined when it does not answer. */
export async function readLinks(server: NatsServer): Promise<Links | undefined> {
  const [routez, gatewayz, leafz] = await Promise.all([
    get<Routez>(server, 'routez'),
    get<Gatewayz>(server, 'gatewayz'),
    get<Leafz>(server, 'leafz'),
  ])
  if (!routez || !gatewayz || !leafz) return undefined

  const outbound = Object.entries(gatewayz.outbound_gateways ?? {})
  return {
    routes: [...new Set((routez.routes ?? []).map((route) => route.remote_name))],
    gateways: new Map(outbound.map(([cluster, { connection }]) => [cluster, connection.name])),
    leafs: (leafz.leafs ?? []).map((leaf) => leaf.name),
  }
}

/**
 * Asks a server for its JetStream group; undefined when it does not answer, or JetStream is off.
 */
export async function readMetaGroup(server: NatsServer): Promise<MetaGroup | undefined> {
  const meta = (await get<Jsz>(server, 'jsz'))?.meta_cluster
  if (!meta) return undefined

  const followers = (meta.replicas ?? []).filter((peer) => peer.current && !peer.offline)
  return {
    leader: meta.leader,
    followers: followers.map((peer) => peer.name),
  }
}

/** Asks a server for its id; undefined when it does not answer. */
export async function readServerId(server: NatsServer): Promise<string | undefined> {
  return (await get<Varz>(server, 'varz'))?.server_id
}

async function get<T>(server: NatsServer, endpoint: string): Promise<T | undefined> {
  if (server.monitorUrl === undefined) return undefined
  try {
    const response = await fetch(`${server.monitorUrl}/${endpoint}`)
    const body: T = JSON.parse(await response.text())
    return response.ok ? body : undefined
  } catch {
    // It has ended, or is too busy: who waits will look again, and say so in the end.
    return undefined
  }
}

interface Varz {
  readonly server_id: string
}

interface Routez {
  readonly routes?: readonly { readonly remote_name: string }[]
}

interface Gatewayz {
  readonly outbound_gateways?: Readonly<
    Record<string, { readonly connection: { readonly name: string } }>
  >
}

interface Leafz {
  readonly leafs?: readonly { readonly name: string }[]
}

interface Jsz {
  readonly meta_cluster?: {
    readonly leader?: string
    readonly replicas?: readonly {
      readonly name: string
      readonly current: boolean
      readonly offline?: boolean
    }[]
  }
}
