import { startNatsServer } from '@hopscope/nats-server'
import { startService } from '@hopscope/nats/transport'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { noopTracer } from './noop-tracer.ts'
import { application } from '../ours/application.ts'
import type { Topic, TopicFacts } from './topic.ts'

/** The streams and consumers that services make for themselves. */
export const INFRASTRUCTURE: Topic = {
  isIn: ({ streams }) => streams !== undefined,
  recorded: ({ streams = [], consumers = [] }) => toFacts(streams, consumers),
  ours: () => provisioned(),
}

type Config = Readonly<Record<string, unknown>>

interface Consumer {
  readonly name: string
  readonly stream: string
  readonly config: Config
}

/** What the services of the recording make when they are ours. */
async function provisioned(): Promise<TopicFacts> {
  await using open = new AsyncDisposableStack()
  const server = open.use(await startNatsServer())
  const connection = await connect({ servers: server.url })
  open.defer(() => connection.close())
  const { commands, ...handlers } = application(() => {}, noopTracer)
  const event = { allow_msg_schedules: true, allow_msg_ttl: true }
  const orders = await startService(connection, { name: 'orders', ...handlers, streams: { event } })
  open.defer(() => orders.stop({ timeoutMs: 0 }))
  const rpc = { mode: 'jetstream' } as const
  const billing = await startService(connection, { name: 'billing', commands, rpc })
  open.defer(() => billing.stop({ timeoutMs: 0 }))

  const manager = await jetstreamManager(connection)
  const streams: Config[] = []
  const consumers: Consumer[] = []
  for await (const { config } of manager.streams.list()) {
    streams.push({ ...config })
    for await (const { name, config: itsConfig } of manager.consumers.list(config.name)) {
      consumers.push({ name, stream: config.name, config: { ...itsConfig } })
    }
  }
  return toFacts(streams, consumers)
}

function toFacts(streams: readonly Config[], consumers: readonly Consumer[]): TopicFacts {
  const lists = {
    streams: streams.map(({ name }) => String(name)).toSorted(),
    consumers: consumers.map(({ stream, name }) => `${stream} ${nameOf(name)}`).toSorted(),
  }
  const fields = [
    ...streams.flatMap((config) => toFields(`streams.${String(config['name'])}`, config)),
    ...consumers.flatMap(({ stream, config }) => toFields(`consumers.${stream}`, config)),
  ]
  return { ...lists, ...Object.fromEntries(fields) }
}

function toFields(of: string, config: Config): readonly (readonly [string, unknown])[] {
  if (of === 'streams.KV_handler_registry' || of.endsWith('_dlq-stream')) return []
  return Object.entries(config)
    .filter(([field]) => field !== 'metadata')
    .map(([field, value]) => [`${of}.${field}`, field === 'name' ? nameOf(String(value)) : value])
}

// An ordered consumer is made anew, and has a name of its own each time.
function nameOf(name: string): string {
  return /^[0-9A-Za-z]{22}_\d+$/.test(name) ? '<nuid>' : name
}
