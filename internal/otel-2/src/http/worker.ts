// A worker in ES modules that takes the work, one fetch at a time. Usage: node worker.ts NATS_URL.
import { createRequire } from 'node:module'
import { jetstream } from '@nats-io/jetstream'
import { Kvm } from '@nats-io/kv'
import { connect } from '@nats-io/transport-node'

const { startSdk }: { readonly startSdk: (serviceName: string) => void } = createRequire(
  import.meta.url,
)('./start-sdk.cjs')
startSdk('worker')

const connection = await connect({ servers: process.argv[2] ?? '' })
connection.subscribe('ask.worker', { callback: (_, message) => void message.respond('done') })
const jobs = await new Kvm(connection).open('jobs')
const changes = await jobs.watch({ key: 'job' })
const consumer = await jetstream(connection).consumers.get('WORK', 'worker')
await connection.flush()
process.stdout.write(`${JSON.stringify({ ready: true })}\n`)

void watch()
for (;;) {
  for await (const message of await consumer.fetch({ max_messages: 1, expires: 5000 })) {
    message.ack()
  }
}

async function watch(): Promise<void> {
  for await (const { key } of changes) await jobs.get(key)
}
