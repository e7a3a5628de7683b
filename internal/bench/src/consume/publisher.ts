import { headers } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import type { PublishOrder } from './start-publisher.ts'

/** Publishes what the parent process orders; what it costs is not measured with what is. */
const connection = await connect({ servers: process.argv[2] ?? '' })
const payload = new Uint8Array(128).fill(65)
// Made once, for to make headers takes longer than to send them; a trace for each of many messages.
const carried = Array.from({ length: 64 }, (_, trace) => {
  const carrier = headers()
  carrier.set('Nats-Msg-Id', `order-${trace}`)
  carrier.set('X-Correlation-Id', '9f1b0c3d')
  carrier.set('Content-Type', 'application/json')
  carrier.set('x-tenant', 'acme')
  carrier.set('traceparent', `00-${hex(trace, 32)}-${hex(trace, 16)}-01`)
  return carrier
})

process.on('message', ({ subject, count }: PublishOrder) => void publish(subject, count))
process.on('disconnect', () => process.exit())
process.send?.('ready')

async function publish(subject: string, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent++) {
    const headers = carried[sent % carried.length]
    connection.publish(subject, payload, headers && { headers })
    if (sent % 1_000 === 999) await connection.flush()
  }
}

function hex(value: number, length: number): string {
  return (value + 1).toString(16).padStart(length, '4bf92f35')
}
