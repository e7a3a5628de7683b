import type { SpanEvent } from '@hopscope/observe/otlp'
import { textOf, type JourneyNode } from '@hopscope/path'
import { serviceOf } from './span-detail.ts'
import { sinceBegin, type TraceRows } from './trace-rows.ts'

/** A client that a server sent a message to and that has no span of it, such as who waits for a reply. */
interface SilentClient {
  /** The row of the server. */
  readonly row: number
  /** The service, if another of its spans tells, else the client's name; empty if it has none. */
  readonly name: string
  readonly queue?: string
  /** Nanoseconds since the begin of the trace. */
  readonly atNs: number
}

/** Finds the clients of a server's row that got a message and have no span of it. */
export type SilentClients = (row: number) => readonly SilentClient[]

/** Knows services by their connections, from every span of the trace. */
export function silentClients(rows: TraceRows): SilentClients {
  const services = new Map<string, string>()
  for (const { resource, span } of rows.spans) {
    const server = textOf(span.attributes, 'messaging.nats.server.name')
    const client = textOf(span.attributes, 'messaging.client.id')
    if (server === undefined || client === undefined) continue
    services.set(`${server} ${client}`, serviceOf(resource))
  }
  return (row) => {
    const node = rows.nodes[row]
    if (node?.role !== 'hop') return []
    const deliveries = node.span.events.filter(isDelivery)
    if (deliveries.length === 0) return []
    const heard = heardFrom(node)
    if (heard === 'somebody') return []
    return deliveries.flatMap(({ attributes, timeUnixNano }) => {
      const cid = attributes['nats.server.egress.cid']
      const client = typeof cid === 'number' ? String(cid) : ''
      if (heard.has(client)) return []
      const service = services.get(`${rows.services[row] ?? ''} ${client}`)
      const queue = textOf(attributes, 'nats.server.egress.queue')
      return [
        {
          row,
          name: service ?? textOf(attributes, 'nats.server.egress.name') ?? '',
          ...(queue !== undefined && { queue }),
          atNs: sinceBegin(rows, timeUnixNano),
        },
      ]
    })
  }
}

function isDelivery({ attributes }: SpanEvent): boolean {
  return (
    attributes['nats.server.egress.kind'] === 'client' &&
    attributes['nats.server.egress.error'] === undefined
  )
}

// A consumer that does not tell its connection may be any of the clients.
function heardFrom({ children }: JourneyNode): ReadonlySet<string> | 'somebody' {
  const heard = new Set<string>()
  for (const { role, span } of children) {
    if (role !== 'consumer') continue
    const client = textOf(span.attributes, 'messaging.client.id')
    if (client === undefined) return 'somebody'
    heard.add(client)
  }
  return heard
}
