import { withSpan, type Tracer } from '@hopscope/observe'
import type { Subscription } from '@nats-io/nats-core'
import { PAYMENT_SUBJECT } from '../shop.ts'
import { runService } from './service.ts'
import { work } from './work.ts'

// Answers whether the customer can pay.
await runService(async ({ connection, tracer }) => {
  void answer(connection.subscribe(PAYMENT_SUBJECT, { queue: 'payments' }), tracer)
})

async function answer(requests: Subscription, tracer: Tracer): Promise<void> {
  for await (const request of requests) {
    await withSpan(tracer, 'ask the bank', { kind: 'client' }, () => work(4))
    request.respond(JSON.stringify({ authorized: true }))
  }
}
