import { ensureTelemetryStream } from '@hopscope/telemetry'
import type { BridgeConfig } from '@hopscope/telemetry/bridge'
import type { NatsConnection } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import { setTimeout as pause } from 'node:timers/promises'
import { ChaosBackend } from './backend/chaos-backend.ts'
import { Bridges } from './bridge/bridges.ts'
import { randomFrom } from './random.ts'
import { Servers } from './servers/servers.ts'

/** What there is to be disturbed. */
export interface World extends AsyncDisposable {
  readonly servers: Servers
  readonly connection: NatsConnection
  readonly backend: ChaosBackend
  readonly bridges: Bridges
  /** How long the disturbance is to last, in milliseconds. */
  readonly lengthMs: number
  /** How often bridges are killed, where that is the disturbance. */
  readonly kills: number
  /** From 0 to 1; the same numbers for the same seed. */
  readonly random: () => number
}

/** How large a world is. */
export interface WorldOptions {
  /** One, or three that keep three copies of the stream. */
  readonly servers: 1 | 3
  readonly bridges: number
  readonly seed: number
  readonly lengthMs: number
  readonly kills: number
}

/** Starts servers with the stream, a backend, and bridges between them. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const { seed, lengthMs, kills } = options
  await using stack = new AsyncDisposableStack()
  const servers = stack.use(await Servers.start(options.servers))
  const connection = await connect({
    servers: [...servers.urls],
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
  })
  stack.defer(() => connection.close())
  await makeStream(connection, options.servers)
  const backend = stack.use(await ChaosBackend.start({ seed }))
  const bridges = stack.use(new Bridges(servers.urls, configFor(backend)))
  for (let count = 0; count < options.bridges; count++) await bridges.start()
  await untilAsked(backend)
  const parts = { servers, connection, backend, bridges, lengthMs, kills, random: randomFrom(seed) }
  const all = stack.move()
  return { ...parts, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

// What fails is a backend that was there: a bridge asks it once for each signal when it starts.
async function untilAsked(backend: ChaosBackend): Promise<void> {
  const deadlineMs = performance.now() + LEADER_TIMEOUT_MS
  while ((await backend.requests()) < SIGNALS && performance.now() < deadlineMs) {
    await pause(RETRY_MS)
  }
}

const SIGNALS = 3

/** A bridge that does in seconds what takes minutes in earnest. */
function configFor(backend: ChaosBackend): BridgeConfig {
  return {
    backend: { endpoint: backend.url, timeoutMs: REQUEST_TIMEOUT_MS },
    flushIntervalMs: 100,
    statsIntervalMs: 1_000,
    retryDelayMs: 100,
    outageBackoffMs: { first: 50, longest: 500 },
    ackWaitMs: 2_000,
  }
}

/** How long a bridge waits for the answer of the backend. */
export const REQUEST_TIMEOUT_MS = 1_000

const LEADER_TIMEOUT_MS = 30_000
const RETRY_MS = 200

// A cluster that was just started has no leader yet, and says so in several ways.
async function makeStream(connection: NatsConnection, replicas: number): Promise<void> {
  const deadlineMs = performance.now() + LEADER_TIMEOUT_MS
  for (;;) {
    try {
      await ensureTelemetryStream(connection, { replicas, duplicateWindowMs: 120_000 })
      return
    } catch (error) {
      if (performance.now() > deadlineMs) throw error
      await pause(RETRY_MS)
    }
  }
}
