import { startNatsServer } from '@hopscope/nats-server'
import type { NatsConnection } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import type { BenchmarkOptions } from '../benchmark.ts'
import { compareSlices } from '../compare-slices.ts'
import { median } from '../quantile.ts'
import type { Ratio } from '../ratio.ts'
import { bridgeByOurs } from './bridge-by-ours.ts'
import { bridgeNaively } from './bridge-naively.ts'
import type { BridgeRun } from './bridge-run.ts'
import { deliverAndAcknowledge, deliverOnly } from './deliver-only.ts'
import { startSink } from './start-sink.ts'
import { storeWorkload } from './store-workload.ts'
import { batchWorkload, gzipWorkload, jsonWorkload, type Workload } from './workload.ts'

/** Messages of a slice; the default is as large as its noise asks for. */
export interface BridgeSize {
  /** Of one span in JSON, as a naive bridge has them. @default 2_000 */
  readonly naive?: number
  /** Of one span in JSON. @default 10_000 */
  readonly json?: number
  /** Of a hundred spans. @default 1_000 */
  readonly batches?: number
}

const DEFAULTS: Required<BridgeSize> = { naive: 2_000, json: 10_000, batches: 1_000 }

/** How long it takes until so many stored spans are at the backend and acknowledged, and what CPU. */
export async function benchBridge(
  { slices }: BenchmarkOptions,
  size: BridgeSize = {},
): Promise<readonly Ratio[]> {
  const { naive, json, batches } = { ...DEFAULTS, ...size }
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  using sink = await startSink()
  const singles = jsonWorkload()
  const hundreds = batchWorkload()
  const compressed = gzipWorkload()
  await storeWorkload(connection, singles, Math.max(naive, json))
  for (const workload of [hundreds, compressed]) {
    await storeWorkload(connection, workload, batches)
  }
  const measured = await measure(connection, sink.url, slices, [
    { run: bridgeNaively, workload: singles, messages: naive },
    { run: bridgeByOurs, workload: singles, messages: json },
    { run: bridgeByOurs, workload: hundreds, messages: batches },
    { run: bridgeByOurs, workload: compressed, messages: batches },
    { run: deliverOnly, workload: hundreds, messages: batches },
    { run: deliverAndAcknowledge, workload: singles, messages: json },
  ])
  return toRatios(measured)
}

/** One of the things that are measured side by side. */
interface Variant {
  readonly run: (connection: NatsConnection, run: BridgeRun) => Promise<void>
  readonly workload: Workload
  readonly messages: number
}

/** Microseconds a span, a value a slice. */
interface Cost {
  readonly wall: number[]
  readonly cpu: number[]
}

/** Slices that warm the code up and the server, and are not counted. */
const WARM_SLICES = 2

async function measure(
  connection: NatsConnection,
  url: string,
  slices: number,
  variants: readonly Variant[],
): Promise<readonly Cost[]> {
  const measured: readonly (Variant & Cost)[] = variants.map((variant) => ({
    ...variant,
    wall: [],
    cpu: [],
  }))
  let runs = 0
  for (let slice = -WARM_SLICES; slice < slices; slice++) {
    // The order turns around, so that what else the machine does meets all of them.
    for (const each of slice % 2 === 0 ? measured : measured.toReversed()) {
      const { run, workload, messages, wall, cpu } = each
      const startCpu = process.cpuUsage()
      const startMs = performance.now()
      await run(connection, { stream: workload.stream, durable: `run-${++runs}`, messages, url })
      const { user, system } = process.cpuUsage(startCpu)
      if (slice < 0) continue
      const spans = messages * workload.spansPerMessage
      wall.push(((performance.now() - startMs) * 1_000) / spans)
      cpu.push((user + system) / spans)
    }
  }
  return measured
}

const NAMES = [
  'fetch, JSON.parse, JSON.stringify and fetch',
  'ours, a span a message in JSON',
  'ours, 100 spans a message',
  'ours, 100 spans a message, compressed',
  'delivery of 100 spans a message',
  'delivery of a span a message, each acknowledged',
] as const

const GOALS = [
  { what: 'naive / a span in JSON', a: 0, b: 1, goal: 1.5 },
  { what: 'naive / 100 spans', a: 0, b: 2, goal: 25 },
  { what: 'naive / 100 spans compressed', a: 0, b: 3, goal: 100 },
  { what: 'delivery / 100 spans', a: 4, b: 2, goal: 0.3 },
  { what: 'acknowledged delivery / a span in JSON', a: 5, b: 1, goal: 0.25 },
] as const

function toRatios(costs: readonly Cost[]): readonly Ratio[] {
  return (['wall', 'cpu'] as const).flatMap((kind) =>
    GOALS.map(({ what, a, b, goal }) =>
      compareSlices(
        {
          name: `bridge: ${what}, ${kind === 'wall' ? 'time' : 'CPU'}`,
          a: describe(NAMES[a], costs[a]),
          b: describe(NAMES[b], costs[b]),
          goal,
        },
        costs[a]?.[kind] ?? [],
        costs[b]?.[kind] ?? [],
      ),
    ),
  )
}

function describe(name: string, { wall, cpu }: Cost = { wall: [], cpu: [] }): string {
  const rate = Math.round(1e6 / median(wall)).toLocaleString('en')
  return `${name} (${rate} spans/s, ${median(cpu).toPrecision(3)} us of CPU a span)`
}
