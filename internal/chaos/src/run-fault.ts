import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { TELEMETRY_STREAM } from '@hopscope/telemetry'
import { setTimeout as pause } from 'node:timers/promises'
import { countDeadLetters, readDeadLetters } from './dead-letters.ts'
import type { Fault } from './fault.ts'
import type { ChaosRecord } from './records/chaos-record.ts'
import { storeRecords } from './records/store-records.ts'
import { CONSUMERS } from './servers/leaders.ts'
import { tally, type Tally } from './tally.ts'
import { startWorld, type World } from './world.ts'

/** How hard, and how long. */
export interface ChaosOptions {
  /** How long a fault lasts, in milliseconds; what is killed several times may take longer. */
  readonly lengthMs: number
  /** How often a bridge is killed. */
  readonly kills: number
  /** Rounds of records that are stored in a second; one has 58 items in twelve records. */
  readonly rate: number
  /** Of what is decided by chance; the same seed decides the same. */
  readonly seed: number
  /** Time for which nothing more may arrive before all has, when the fault is over, in milliseconds. */
  readonly drainMs: number
}

/** What a fault did. */
export interface FaultResult extends Tally {
  readonly fault: string
  readonly seed: number
  readonly seconds: number
  /** Whether the consumers were left with nothing to do and nothing in hand. */
  readonly isSettled: boolean
  /** What bridges told of that went wrong. */
  readonly problems: readonly string[]
}

/** Whether everything arrived, once at least, and only what cannot be sent was given up. */
export function isPassed({ lost, wronglyGivenUp, isSettled }: FaultResult): boolean {
  return lost.length === 0 && wronglyGivenUp.length === 0 && isSettled
}

/** Stores records while something goes wrong, waits until all has arrived, and counts. */
export async function runFault(fault: Fault, options: ChaosOptions): Promise<FaultResult> {
  const startMs = performance.now()
  await using world = await startWorld({ ...fault, ...options })
  const records = await storeWhile(fault, world, options.rate)
  await drain(world, records, options.drainMs)
  const isSettled = await areSettled(world.connection)
  const reports = await world.bridges.stop()
  const deadLetters = await readDeadLetters(world.connection)
  return {
    fault: fault.name,
    seed: options.seed,
    ...tally(records, await world.backend.tally(), deadLetters),
    seconds: (performance.now() - startMs) / 1_000,
    isSettled,
    problems: reports.flatMap(({ problems }) => problems),
  }
}

async function storeWhile(
  { disturb, withPoison }: Fault,
  world: World,
  rate: number,
): Promise<readonly ChaosRecord[]> {
  const enough = new AbortController()
  const storing = storeRecords(world.connection, { rate, withPoison, signal: enough.signal })
  // A failure of the disturbance is told first, and this is then nobody's to tell.
  storing.catch(() => {})
  try {
    await disturb(world)
  } finally {
    enough.abort()
  }
  return storing
}

/** Waits until all has arrived, or the consumers have had nothing left for a second, or nothing comes any more. */
async function drain(
  { backend, connection }: World,
  records: readonly ChaosRecord[],
  drainMs: number,
): Promise<void> {
  const poison = records.filter(({ isPoison }) => isPoison).length
  const owed = records.reduce((sum, { ids, isPoison }) => (isPoison ? sum : sum + ids.length), 0)
  const hasArrived = async (): Promise<boolean> =>
    (await backend.count()) >= owed && (await countDeadLetters(connection)) >= poison
  let before = 0
  let deadlineMs = performance.now() + drainMs
  for (let quiet = 0; quiet < QUIET_LOOKS && performance.now() < deadlineMs;) {
    quiet = (await areSettled(connection)) ? quiet + 1 : 0
    const count = await backend.count().catch(() => before)
    if (count > before) deadlineMs = performance.now() + drainMs
    before = count
    if (quiet > 0 && (await hasArrived().catch(() => false))) return
    await pause(LOOK_MS)
  }
}

const LOOK_MS = 100
const QUIET_LOOKS = 10

/** Whether no consumer has anything left; while the server cannot say so, it is not so. */
async function areSettled(connection: NatsConnection): Promise<boolean> {
  try {
    const { consumers } = await jetstreamManager(connection, { checkAPI: false })
    const states = CONSUMERS.map((consumer) => consumers.info(TELEMETRY_STREAM, consumer))
    const left = (await Promise.all(states)).map(
      (state) => state.num_pending + state.num_ack_pending,
    )
    return left.every((count) => count === 0)
  } catch {
    return false
  }
}
