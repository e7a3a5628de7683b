import { int64Attr, stringAttr, withSpan } from '@hopscope/observe'
import { jetstream } from '@nats-io/jetstream'
import { NEW_ORDER_SUBJECT, ORDER_SPAN, PAYMENT_SUBJECT } from '../shop.ts'
import { runService } from './service.ts'

// Takes orders: asks payments for the money, then tells everyone of the order.
await runService(async ({ connection, tracer, onOrder }) => {
  const client = jetstream(connection)
  onOrder((order) => {
    const attributes = [
      stringAttr('shop.order.id', order.id),
      stringAttr('shop.order.item', order.item),
      int64Attr('shop.order.amount_cents', order.amountCents),
    ]
    return withSpan(tracer, ORDER_SPAN, { kind: 'server', attributes }, async () => {
      const body = JSON.stringify(order)
      await connection.request(PAYMENT_SUBJECT, body, { timeout: 5_000 })
      await client.publish(NEW_ORDER_SUBJECT, body, { msgID: order.id })
    })
  })
})
