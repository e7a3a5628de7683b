import '@hopscope/observe/node'
import { connect } from '@nats-io/transport-node'
import { startService } from '@hopscope/nats/transport'

// A worker that never comes to an end with its first message: it is killed.
const [servers = '', ackWaitMs = '0', maxDeliver = '3'] = process.argv.slice(2)
const connection = await connect({ servers })
await startService(connection, {
  name: 'orders',
  events: {
    doomed: () => {
      process.stdout.write('handling\n')
      return new Promise(() => {})
    },
  },
  consumers: { event: { ack_wait: Number(ackWaitMs) * 1e6, max_deliver: Number(maxDeliver) } },
  streams: { event: { max_bytes: 10_000_000 }, 'dead-letter': { max_bytes: 10_000_000 } },
  tracing: { lost: 'off' },
})
process.stdout.write('ready\n')
