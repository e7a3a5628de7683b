// Bridges traces until it is killed: run-bridge.ts {url of the server} {url of the backend}
import { startBridge } from '@hopscope/telemetry/bridge'
import { connect } from '@nats-io/transport-node'

const [, , servers, endpoint] = process.argv
const connection = await connect({ servers: servers ?? '' })
await startBridge(connection, {
  backend: { endpoint: endpoint ?? '' },
  signals: ['traces'],
  batchSize: 20,
  flushIntervalMs: 20,
  ackWaitMs: 2_000,
})
