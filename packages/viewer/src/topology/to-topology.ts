import { parentHop } from '@hopscope/observe/hop'
import { isServerKind, spanNumbers, type SpanNumbers } from '@hopscope/path'
import type { MapStream, TopologyView } from '../api/topology-view.ts'
import type { HopRecord, ServerHop } from '../trace/hop-record.ts'
import { clientsOf, emptyClients, type Clients } from './map-clients.ts'
import { leafNodes } from './leaf-nodes.ts'
import { linksOf, type Arrival } from './map-links.ts'
import { silentServers } from './silent-servers.ts'

/**
 * Makes a map of what spans tell of servers, in any order, in linear time; `steps` is empty.
 *
 * Records are read once, as they come: of each, only what it is joined by is kept.
 */
export function toTopology(records: Iterable<HopRecord>): TopologyView {
  const map = emptyMap()
  for (const record of records) {
    if (record.type === 'hop') addHop(map, record)
    if (record.type === 'store') map.stores.push(record)
    if (record.type === 'client') map.clients.addUse(record)
  }
  const sends = unansweredSends(map)
  const links = linksOf([...map.arrivals, ...sends], map.sentOn)
  const silent = silentServers(map.servers, sends, map.clients.uses.values())
  const servers = [
    ...map.servers.values(),
    ...silent.map((server) => ({ ...newServer(server.name), ...server, isSilent: true })),
  ]
  const leafs = leafNodes(servers, links)
  return {
    servers: servers
      .map(({ accounts, cluster, ...server }) => ({
        ...server,
        // A leaf node that stands alone gives its own name as that of its cluster.
        ...(cluster !== undefined && cluster !== server.name && { cluster }),
        isLeaf: leafs.has(server.name),
        accounts: [...accounts].toSorted(),
      }))
      .toSorted((a, b) => byText(a.name, b.name)),
    links,
    clients: clientsOf(map.clients),
    streams: streamsOf(map),
    steps: [],
  }
}

interface GrowingMap {
  readonly servers: Map<string, GrowingServer>
  readonly clients: Clients
  readonly arrivals: Arrival[]
  /** When a server sent a message on, by {@link hopKey} of the next hop. */
  readonly sentOn: Map<string, number>
  /** Messages that servers sent on to others. */
  readonly sends: Arrival[]
  readonly numbers: SpanNumbers
  /** The server of each hop, by the number of its span. */
  readonly serverOf: (string | undefined)[]
  readonly stores: Extract<HopRecord, { type: 'store' }>[]
}

interface GrowingServer {
  readonly name: string
  readonly accounts: Set<string>
  cluster?: string
  domain?: string
  version?: string
  messages: number
  errors: number
}

function emptyMap(): GrowingMap {
  return {
    servers: new Map(),
    clients: emptyClients(),
    arrivals: [],
    sentOn: new Map(),
    sends: [],
    numbers: spanNumbers(),
    serverOf: [],
    stores: [],
  }
}

function addHop(map: GrowingMap, record: ServerHop): void {
  const { server: name, account, by, from } = record
  const { cluster, domain, version } = record
  const server = map.servers.get(name) ?? newServer(name)
  map.servers.set(name, server)
  server.messages++
  if (record.isFailed) server.errors++
  if (cluster !== undefined) server.cluster = cluster
  if (domain !== undefined) server.domain = domain
  if (version !== undefined) server.version = version
  if (account !== undefined) server.accounts.add(account)

  map.serverOf[map.numbers.numberOf(record.traceId, record.spanId)] = name
  for (const { hop, atMs, by: leftBy, to, cid, isRefused } of record.egresses) {
    if (hop !== undefined) {
      const sentKey = hopKey(record, name, hop)
      map.sentOn.set(sentKey, atMs)
      const isSent = !isRefused && to !== undefined && to !== name && isServerKind(leftBy)
      if (isSent) map.sends.push({ from: name, to, by: leftBy, sentKey })
    }
    if (leftBy === 'client') map.clients.addConnection(record, { name: to, cid, isSender: false })
  }
  if (by === 'client')
    map.clients.addConnection(record, { name: from, cid: record.cid, isSender: true })
  const before = parentHop(record.hop)
  if (from === undefined || from === name || by === 'client' || before === undefined) return
  const { startMs } = record
  map.arrivals.push({ from, to: name, by, startMs, sentKey: hopKey(record, from, record.hop) })
}

function newServer(name: string): GrowingServer {
  return { name, accounts: new Set(), messages: 0, errors: 0 }
}

// What a server sent on to another that did not tell of it, if only by now.
function unansweredSends({ sends, arrivals }: GrowingMap): readonly Arrival[] {
  const answered = new Set(arrivals.map(({ sentKey }) => sentKey))
  return sends.filter(({ sentKey }) => !answered.has(sentKey))
}

// Another message with the same context has another subject, or comes from another server.
function hopKey({ traceId, producer }: ServerHop, server: string, hop: string): string {
  return `${traceId} ${producer ?? ''} ${server} ${hop}`
}

function streamsOf({ stores, numbers, serverOf }: GrowingMap): readonly MapStream[] {
  const streams = new Map<string, MapStream>()
  for (const { traceId, parentSpanId, stream } of stores) {
    const server = serverOf[numbers.numberOf(traceId, parentSpanId ?? '')]
    if (server === undefined) continue
    const key = `${server}\n${stream}`
    streams.set(key, { stream, server, messages: (streams.get(key)?.messages ?? 0) + 1 })
  }
  return [...streams.values()].toSorted(
    (a, b) => byText(a.stream, b.stream) || byText(a.server, b.server),
  )
}

function byText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
