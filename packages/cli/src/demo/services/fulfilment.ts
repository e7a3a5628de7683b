import { recordError, withSpan, type Tracer } from '@hopscope/observe'
import { withoutServerTrace } from '@hopscope/observe/headers'
import { jetstream, type JetStreamClient, type JsMsg } from '@nats-io/jetstream'
import { headers, type MsgHdrs } from '@nats-io/nats-core'
import { context, trace } from '@opentelemetry/api'
import { parseOrder } from '../order.ts'
import { DEAD_ORDER_SUBJECT, MAX_DELIVERIES } from '../shop.ts'
import { runService } from './service.ts'
import { work } from './work.ts'

// Ships orders from the stream ORDERS; one that fails at its last delivery becomes a dead letter.
await runService(async ({ connection, tracer }) => {
  const client = jetstream(connection)
  const consumer = await client.consumers.get('ORDERS', 'fulfilment')
  const orders = await consumer.consume({ idle_heartbeat: 500 })
  void shipOrders(orders, tracer, client)
})

async function shipOrders(
  orders: AsyncIterable<JsMsg>,
  tracer: Tracer,
  client: JetStreamClient,
): Promise<void> {
  for await (const message of orders) {
    try {
      await ship(message, tracer)
      message.ack()
    } catch (error) {
      await giveBack(message, error, client)
    }
  }
}

async function ship(message: JsMsg, tracer: Tracer): Promise<void> {
  const fate = parseOrder(message.string())?.fate
  await withSpan(tracer, 'book carrier', { kind: 'client' }, async () => {
    await work(3)
    if (fate === undefined) throw new Error('this is no order')
    if (fate === 'undeliverable') throw new Error('no such address')
    if (fate === 'retried' && !message.redelivered) throw new Error('carrier is busy')
  })
}

async function giveBack(message: JsMsg, error: unknown, client: JetStreamClient): Promise<void> {
  const span = trace.getSpan(context.active())
  if (span) recordError(span, error)
  if (message.info.deliveryCount < MAX_DELIVERIES) {
    message.nak(50)
    return
  }
  const reason = error instanceof Error ? error.message : String(error)
  await client.publish(DEAD_ORDER_SUBJECT, message.data, {
    headers: deadLetterHeaders(message, reason),
  })
  message.term(reason)
}

function deadLetterHeaders(message: JsMsg, reason: string): MsgHdrs {
  const copy = headers()
  for (const [name, values] of withoutServerTrace(message.headers)) {
    for (const value of values) copy.append(name, value)
  }
  copy.set('x-dead-letter-reason', reason)
  copy.set('x-original-subject', message.subject)
  copy.set('x-original-stream', message.info.stream)
  copy.set('x-failed-at', new Date().toISOString())
  copy.set('x-delivery-count', String(message.info.deliveryCount))
  return copy
}
