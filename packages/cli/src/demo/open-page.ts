import { startViewer, type Viewer } from '@hopscope/viewer'
import type { NatsConnection } from '@nats-io/nats-core'
import { deadLetterPort } from '../viewer/dead-letter-port.ts'

/** Opens the page over the shop; whoever looks may also send probes and replay orders. */
export function openPage(connection: NatsConnection, port?: number): Promise<Viewer> {
  return startViewer({
    connection,
    canPublish: true,
    deadLetters: deadLetterPort(connection, ['ORDERS_DLQ']),
    ...(port !== undefined && { port }),
  })
}
