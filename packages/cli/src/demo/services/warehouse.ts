import { withSpan } from '@hopscope/observe'
import type { Tracer } from '@hopscope/observe'
import type { Subscription } from '@nats-io/nats-core'
import { NEW_ORDER_SUBJECT } from '../shop.ts'
import { runService } from './service.ts'
import { work } from './work.ts'

// Puts what was ordered aside.
await runService(async ({ connection, tracer }) => {
  void takeOrders(connection.subscribe(NEW_ORDER_SUBJECT), tracer)
})

async function takeOrders(orders: Subscription, tracer: Tracer): Promise<void> {
  for await (const _ of orders) await withSpan(tracer, 'reserve stock', {}, () => work(2))
}
