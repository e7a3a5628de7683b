/** A server of the super-cluster that belongs to a cluster. */
export interface Hub {
  readonly name: string
  readonly cluster: string
}

/** A leaf node, and the server it is joined to. */
export interface Leaf {
  readonly name: string
  readonly hub: string
}

/** The clusters, each of three servers. */
export const CLUSTERS: readonly string[] = ['C1', 'C2', 'C3']

/** Every server of every cluster. */
export const HUBS: readonly Hub[] = CLUSTERS.flatMap((cluster) =>
  [1, 2, 3].map((number) => ({ name: `${cluster}N${number}`, cluster })),
)

/** The leaf nodes; they store no streams. */
export const LEAFS: readonly Leaf[] = [
  { name: 'C1L2', hub: 'C1N3' },
  { name: 'C3L3', hub: 'C3N2' },
]

/** The names of all servers, those of the clusters first. */
export const SERVER_NAMES: readonly string[] = [...HUBS, ...LEAFS].map(({ name }) => name)

/** The server whose gateways must reach particular servers, and which of each cluster. */
export const STEERED: { readonly name: string; readonly peers: ReadonlyMap<string, string> } = {
  name: 'C3N2',
  peers: new Map([
    ['C1', 'C1N1'],
    ['C2', 'C2N2'],
  ]),
}

/** The servers that start first: those that the gateways of the steered server must reach. */
export const FIRST: readonly Hub[] = HUBS.filter(({ name }) => isPeer(name))

/**
 * The servers that start next, among whom JetStream's leader is found: the cluster of the steered
 * server.
 */
export const VOTERS: readonly Hub[] = HUBS.filter(({ cluster }) => cluster === 'C3')

/** The servers that start when the gateways of the steered server are made. */
export const LAST: readonly Hub[] = HUBS.filter(
  (hub) => !FIRST.includes(hub) && !VOTERS.includes(hub),
)

/**
 * The clusters that a server's gateways look for by its configuration.
 *
 * Those of the voters look for none, and are told of clusters by the gateways that find them. So
 * they reach the servers that are there by then, which are the first ones; and so a voter that asks
 * all servers it knows of for their votes asks no more than its own cluster.
 */
export function gatewayTargets(hub: Hub): readonly string[] {
  return VOTERS.includes(hub) ? [] : CLUSTERS.filter((cluster) => cluster !== hub.cluster)
}

function isPeer(name: string): boolean {
  return [...STEERED.peers.values()].includes(name)
}
