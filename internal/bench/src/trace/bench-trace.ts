import { hopsOf, trace } from '@hopscope/path'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import type { BenchmarkOptions } from '../benchmark.ts'
import { middleHalf, quantile } from '../quantile.ts'
import type { Ratio } from '../ratio.ts'
import { inSmallNet, type SmallNet } from './in-small-net.ts'
import { traceAsGo } from './trace-as-go.ts'

/**
 * How long it takes from a fresh connection to the whole way of a message, from three places: a
 * cluster of three servers, another cluster behind a gateway, a leaf node. On each a client listens.
 */
export function benchTrace({ slices }: BenchmarkOptions): Promise<readonly Ratio[]> {
  return inSmallNet(async (net) => {
    const subscribers = await Promise.all([...net.keys()].map((name) => subscribe(net, name)))
    for (const entry of ENTRIES) await untilReached(net, entry)

    const rounds: Round[] = []
    for (let slice = 0; slice < slices; slice++) rounds.push(await runRound(net, slice))
    await Promise.all(subscribers.map((connection) => connection.close()))
    return toRatios(rounds)
  })
}

const SUBJECT = 'bench.orders'
const ENTRIES = ['C1N1', 'C2N1', 'LEAF']

/** Of each round there are so many traces of ours at an entry: 252 in 21 rounds. */
const OURS_PER_ENTRY = 4

/** A spread of 95th percentiles needs more than a round's traces: it is over blocks of 36. */
const BLOCK_ROUNDS = 3

/** Milliseconds of each trace, and how many did not get the whole way. */
interface Round {
  readonly go: readonly number[]
  readonly ours: readonly number[]
  readonly incomplete: number
}

async function runRound(net: SmallNet, slice: number): Promise<Round> {
  const go: number[] = []
  const ours: number[] = []
  let incomplete = 0
  for (const entry of slice % 2 === 0 ? ENTRIES : ENTRIES.toReversed()) {
    await timed(net, entry, go, (connection) => traceAsGo(connection, SUBJECT))
    for (let count = 0; count < OURS_PER_ENTRY; count++) {
      if (!(await timed(net, entry, ours, (connection) => isWhole(net, connection)))) incomplete++
    }
  }
  return { go, ours, incomplete }
}

async function timed(
  net: SmallNet,
  entry: string,
  times: number[],
  work: (connection: NatsConnection) => Promise<boolean>,
): Promise<boolean> {
  await using connection = await connect({ servers: urlOf(net, entry) })
  const startedAt = performance.now()
  const complete = await work(connection)
  times.push(performance.now() - startedAt)
  return complete
}

// Whole is what every subscriber is in: a server that nobody announced would not be missed.
async function isWhole(net: SmallNet, connection: NatsConnection): Promise<boolean> {
  const { assembly, complete } = await trace(connection, SUBJECT, { payload: 'hello' })
  const reached = [...hopsOf(assembly)].flatMap(({ event }) =>
    event.items.filter((item) => item.type === 'egress' && item.kind === 'client'),
  )
  return complete && reached.length === net.size
}

function toRatios(rounds: readonly Round[]): readonly Ratio[] {
  const { go, ours, incomplete } = join(rounds)
  const blocks = Array.from({ length: Math.ceil(rounds.length / BLOCK_ROUNDS) }, (_, block) =>
    join(rounds.slice(block * BLOCK_ROUNDS, (block + 1) * BLOCK_ROUNDS)),
  )
  const ofPart = (name: string, part: number, goal: number): Ratio => ({
    name: `trace: ${name} of Go's schedule / ours`,
    a: `subscribe, flush, sleep 250 ms, publish: ${quantile(go, part).toFixed(1)} ms`,
    b: `trace() of a dry run: ${quantile(ours, part).toFixed(2)} ms`,
    ratio: quantile(go, part) / quantile(ours, part),
    spread: middleHalf(
      blocks.map((block) => quantile(block.go, part) / quantile(block.ours, part)),
    ),
    goal,
    bound: 'at least',
    runs: ours.length,
  })
  return [
    ofPart('p50', 0.5, 100),
    ofPart('p95', 0.95, 20),
    {
      name: 'trace: complete ones of ours',
      a: `${ours.length - incomplete} complete`,
      b: `${ours.length} traces from ${ENTRIES.join(', ')}`,
      ratio: 1 - incomplete / ours.length,
      spread: middleHalf(blocks.map((block) => 1 - block.incomplete / block.ours.length)),
      goal: 1,
      bound: 'at least',
      runs: ours.length,
    },
  ]
}

function join(rounds: readonly Round[]): Round {
  return {
    go: rounds.flatMap((round) => round.go),
    ours: rounds.flatMap((round) => round.ours),
    incomplete: rounds.reduce((sum, round) => sum + round.incomplete, 0),
  }
}

async function subscribe(net: SmallNet, server: string): Promise<NatsConnection> {
  const connection = await connect({ servers: urlOf(net, server), name: server })
  connection.subscribe(SUBJECT, { callback: () => {} })
  await connection.flush()
  return connection
}

/** Interest takes its time through gateways and leaf nodes. */
async function untilReached(net: SmallNet, entry: string): Promise<void> {
  await using connection = await connect({ servers: urlOf(net, entry) })
  const deadline = performance.now() + 10_000
  while (!(await isWhole(net, connection))) {
    if (performance.now() > deadline) throw new Error(`not every subscriber is seen from ${entry}`)
  }
}

function urlOf(net: SmallNet, server: string): string {
  const url = net.get(server)?.url
  if (url === undefined) throw new RangeError(`there is no server ${server}`)
  return url
}
