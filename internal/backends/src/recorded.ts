import '@hopscope/observe/node'
import { readFileSync } from 'node:fs'
import { instrument } from '@hopscope/nats'
import { startNatsServer } from '@hopscope/nats-server'
import { withSpan } from '@hopscope/observe'
import { ensureTelemetryStream, TelemetryCollector } from '@hopscope/telemetry'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { trace } from '@opentelemetry/api'
import { spanFact, withoutTwins, type Fact } from './fact.ts'
import { otlpFacts, type OtlpJson } from './otlp-facts.ts'
import { storedSpans, type Source } from './source.ts'

/**
 * What a service of ours records, the hops of its messages, and records in both formats of DagNats.
 *
 * @param compression - how the service stores it
 */
export async function openRecorded(compression: 'none' | 'gzip'): Promise<Source> {
  await using stack = new AsyncDisposableStack()
  const server = stack.use(await startNatsServer({ config: CONFIG }))
  const connection = stack.use(await connect({ servers: server.url, user: 'app', pass: 'pw' }))
  await ensureTelemetryStream(connection)
  const orders = await recordOrders(server.url, compression)
  const dagnats = await storeDagnats(connection)
  await untilHops(connection)
  const stored = await storedSpans(connection)
  const kept = stack.move()
  return {
    connection,
    expected: withoutTwins([
      ...stored,
      ...orders,
      ...dagnats,
      { signal: 'metrics', text: `${SERVICE}, orders.placed ${ORDERS}` },
      {
        signal: 'metrics',
        text: `${SERVICE}, orders.seconds ${ORDERS} of ${ORDERS * 0.25} in all`,
      },
    ]),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

const CONFIG = `
accounts {
  SYS {}
  APP {
    jetstream: enabled
    users: [ { user: app, password: pw } ]
    msg_trace { dest: "telemetry.hops" }
  }
}
system_account: SYS
`
const SERVICE = 'checkout'
const ORDERS = 100
const DAGNATS = new URL(
  '../../../packages/telemetry/test/fixtures/dagnats-records.json',
  import.meta.url,
)

async function recordOrders(url: string, compression: 'none' | 'gzip'): Promise<readonly Fact[]> {
  await using connection = await connect({ servers: url, user: 'app', pass: 'pw' })
  await using telemetry = new TelemetryCollector(connection, {
    service: SERVICE,
    compression,
    // Many messages, so that many are put together in a request.
    traces: { maxBatchSpans: 10 },
    logs: { maxBatchRecords: 10 },
  })
  const instrumented = instrument(connection, { telemetry })
  const { tracer, logger, metrics } = telemetry
  const placed = metrics.counter('orders.placed')
  const seconds = metrics.histogram('orders.seconds')
  const facts: Fact[] = []
  for (let order = 1; order <= ORDERS; order++) {
    const name = `order ${order}`
    await withSpan(tracer, name, {}, () => {
      const { traceId = '', spanId = '' } = trace.getActiveSpan()?.spanContext() ?? {}
      instrumented.publish('orders.new', String(order))
      logger.error(`${name} is late`)
      const text = `${SERVICE}, 17 ${name} is late, ${traceId} ${spanId}`
      facts.push({ signal: 'logs', traceId, text })
      facts.push(spanFact({ traceId, spanId, name, service: SERVICE }))
      placed.inc()
      seconds.observe(0.25)
    })
  }
  return facts
}

// Metrics of DagNats are put together on the way; what becomes of them is tested elsewhere.
async function storeDagnats(connection: NatsConnection): Promise<readonly Fact[]> {
  const client = jetstream(connection)
  const records: readonly DagnatsRecord[] = JSON.parse(readFileSync(DAGNATS, 'utf8'))
  const facts: Fact[] = []
  for (const { subject, data, otlp } of records) {
    const found = otlpFacts(otlp ?? {}).filter(({ signal }) => signal !== 'metrics')
    if (found.length === 0) continue
    await client.publish(subject, data)
    facts.push(...found)
  }
  return facts
}

interface DagnatsRecord {
  readonly subject: string
  readonly data: string
  readonly otlp?: OtlpJson
}

// Servers tell of a message after they have handled it.
async function untilHops(connection: NatsConnection): Promise<void> {
  const { streams } = await jetstreamManager(connection)
  for (;;) {
    const { state } = await streams.info('TELEMETRY', { subjects_filter: 'telemetry.hops' })
    if ((state.subjects?.['telemetry.hops'] ?? 0) >= ORDERS) return
  }
}
