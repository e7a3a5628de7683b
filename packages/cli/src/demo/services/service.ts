import '@hopscope/observe/node'
import { instrument } from '@hopscope/nats'
import type { Tracer } from '@hopscope/observe'
import { TraceCollector } from '@hopscope/telemetry'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import type { Order } from '../order.ts'

/** What a service of the shop works with. */
interface Service {
  /** Instrumented: what goes through it is traced. */
  readonly connection: NatsConnection
  readonly tracer: Tracer
  /** Calls `take` for each order that the demo places. */
  readonly onOrder: (take: (order: Order) => Promise<void>) => void
}

/** What the demo says to a service. */
export type ServiceCommand =
  | { readonly type: 'open'; readonly url: string }
  | { readonly type: 'order'; readonly order: Order }
  | { readonly type: 'stop' }

/** What a service says to the demo. */
export interface ServiceEvent {
  readonly type: 'ready'
}

/**
 * Runs a service as this process until the demo says stop, or is gone.
 *
 * The process was started with the demo's folder and the service's name; the server's URL comes with
 * the first command.
 */
export async function runService(start: (service: Service) => Promise<void>): Promise<void> {
  const [, , , name = 'service'] = process.argv
  // Ctrl-C reaches every process of the terminal; the demo decides when a service ends.
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit())

  const url = await opened()
  const connection = await connect({ servers: url, name, maxReconnectAttempts: -1 })
  const collector = new TraceCollector(connection, { service: name, flushIntervalMs: 20 })
  instrument(connection, { tracerProvider: collector.tracerProvider })

  const stop = async (): Promise<void> => {
    await collector.close()
    await connection.close()
    process.exit()
  }
  let take = async (_order: Order): Promise<void> => {}
  process.on('message', (command: ServiceCommand) => {
    // A failed order is in its trace; the shop goes on.
    if (command.type === 'order') take(command.order).catch(() => {})
    if (command.type === 'stop') stop().catch(() => process.exit(1))
  })
  await start({
    connection,
    tracer: collector.tracer,
    onOrder(handler) {
      take = handler
    },
  })
  await connection.flush()
  process.send?.({ type: 'ready' } satisfies ServiceEvent)
}

/** The server's URL, when the demo tells it. */
function opened(): Promise<string> {
  return new Promise((resolve) => {
    process.on('message', function listen(command: ServiceCommand) {
      if (command.type !== 'open') return
      process.off('message', listen)
      resolve(command.url)
    })
  })
}
