import { instrument } from '@hopscope/nats'
import { connect } from '@nats-io/transport-node'
import type { Backend } from './backend.ts'
import { BATCHES } from './operations/batches.ts'
import { CONSUMERS } from './operations/consumers.ts'
import { CORE } from './operations/core.ts'
import { REQUESTS } from './operations/requests.ts'
import { SERVICES } from './operations/services.ts'
import { STORES } from './operations/stores.ts'
import { STREAMS } from './operations/streams.ts'
import { runOperation } from './run-operation.ts'
import type { Seen } from './seen.ts'

// Loaded when it is wanted: each registers itself for the whole process.
const BACKENDS: Readonly<Record<string, () => Promise<{ start(): Backend }>>> = {
  'sdk-2': () => import('./backends/sdk-2.ts'),
  'sdk-3': () => import('./backends/sdk-3.ts'),
  recorder: () => import('./backends/recorder.ts'),
  none: () => import('./backends/none.ts'),
}

// Usage: node main.ts BACKEND URL. Prints what every operation did, as one JSON document.
const [backendName = '', servers = ''] = process.argv.slice(2)
const load = BACKENDS[backendName]
if (load === undefined) throw new RangeError(`there is no backend ${backendName}`)
const backend = (await load()).start()

const traced = instrument(await connect({ servers }))
const plain = await connect({ servers })
const seen: Record<string, Seen> = {}
const operations = [CORE, REQUESTS, STREAMS, CONSUMERS, BATCHES, SERVICES, STORES].flat()
for (const operation of operations) {
  seen[operation.name] = await runOperation(operation, backend, { traced, plain })
}
await Promise.all([traced.close(), plain.close()])
process.stdout.write(`${JSON.stringify(seen, undefined, 2)}\n`)
