import { connect, type NatsConnection } from '@nats-io/transport-node'
import type { SuperCluster } from '@hopscope/nats-server'
import { hopsOf, trace, type Trace } from '@hopscope/path'
import { HOPS_SUBJECT } from '@hopscope/telemetry'
import { NEW_ORDER_SUBJECT, PAYMENT_SUBJECT } from './shop.ts'
import { until } from './until.ts'

/** The way of an order as the picture has it: each server after the one it got the message from. */
const ORDER_PATH: readonly string[] = [
  'C3L3',
  'C3L3 > C3N2',
  'C3N2 > C3N3',
  'C3N2 > C1N1',
  'C1N1 > C1N3',
  'C1N3 > C1L2',
  'C3N2 > C2N2',
  'C2N2 > C2N3',
]

/**
 * Waits until every server knows who wants what: the shop's services, and the stream of telemetry.
 *
 * Servers tell each other of subscriptions, which takes a moment; a dry run shows whether they have.
 */
export async function awaitPaths(net: SuperCluster, signal: AbortSignal): Promise<void> {
  await Promise.all([
    tracing(net, 'C3L3', async (origin) => {
      await until('orders take the way of the picture', signal, async () =>
        isOrderPath(await dryRun(origin, NEW_ORDER_SUBJECT)),
      )
      await until('payments is reached', signal, async () =>
        isDelivered(await dryRun(origin, PAYMENT_SUBJECT), 'payments'),
      )
    }),
    ...Array.from(net.servers.keys(), (name) =>
      tracing(net, name, (server) =>
        until(`trace events of ${name} are stored`, signal, async () =>
          isStored(await dryRun(server, HOPS_SUBJECT), 'TELEMETRY'),
        ),
      ),
    ),
  ])
}

async function tracing(
  net: SuperCluster,
  name: string,
  work: (connection: NatsConnection) => Promise<void>,
): Promise<void> {
  await using connection = await connect({ servers: net.server(name).url, name: 'hopscope demo' })
  await work(connection)
}

function dryRun(connection: NatsConnection, subject: string): Promise<Trace> {
  return trace(connection, subject, { timeoutMs: 1_000 })
}

function isOrderPath(traced: Trace): boolean {
  const path = [...hopsOf(traced.assembly)].map(({ event }) =>
    event.ingress.kind === 'client'
      ? event.server.name
      : `${event.ingress.name} > ${event.server.name}`,
  )
  return (
    path.length === ORDER_PATH.length &&
    ORDER_PATH.every((hop) => path.includes(hop)) &&
    isStored(traced, 'ORDERS') &&
    isDelivered(traced, 'warehouse') &&
    isDelivered(traced, 'shop-edge')
  )
}

function isStored({ events }: Trace, stream: string): boolean {
  return events.some(({ items }) =>
    items.some((item) => item.type === 'storage' && item.stream === stream),
  )
}

function isDelivered({ events }: Trace, client: string): boolean {
  return events.some(({ items }) =>
    items.some((item) => item.type === 'egress' && item.kind === 'client' && item.name === client),
  )
}
