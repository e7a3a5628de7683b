import {
  startBridge,
  type BackendOptions,
  type BridgeFigures,
  type Signal,
} from '@hopscope/telemetry/bridge'
import { setTimeout as pause } from 'node:timers/promises'
import type { Backend, BackendKind } from './backend.ts'
import { missingFacts, type Fact } from './fact.ts'
import type { Source } from './source.ts'

/** What came of sending a source to a backend. */
export interface Carried {
  /** Facts of each signal that the backend has. */
  readonly arrived: Readonly<Partial<Record<Signal, number>>>
  /** What it does not have. */
  readonly missing: readonly Fact[]
  readonly figures: BridgeFigures
}

/** How a bridge sends. */
export interface Way {
  readonly name: string
  readonly options: BackendOptions
}

/** What is sent, how and where to. */
export interface Errand {
  readonly source: Source
  readonly way: Way
  readonly kind: BackendKind
  readonly backend: Backend
}

/** Runs a bridge from the source to the backend, until all is there or a minute has passed. */
export async function carry({ source, way, kind, backend }: Errand): Promise<Carried> {
  const expected = source.expected.filter(({ signal }) => kind.signals.includes(signal))
  await using bridge = await startBridge(source.connection, {
    backend: { ...way.options, endpoint: backend.endpoint },
    durable: `${kind.name}-${way.name}`,
    flushIntervalMs: 200,
  })
  const deadline = Date.now() + TIMEOUT_MS
  let missing: readonly Fact[] = expected
  while (missing.length > 0 && Date.now() < deadline) {
    await pause(POLL_MS)
    missing = missingFacts(missing, await backend.read(missing))
  }
  const arrived = Object.fromEntries(
    kind.signals.map((signal) => [signal, count(expected, signal) - count(missing, signal)]),
  )
  return { arrived, missing, figures: bridge.figures() }
}

const TIMEOUT_MS = 60_000
const POLL_MS = 250

function count(facts: readonly Fact[], signal: Signal): number {
  return facts.filter((fact) => fact.signal === signal).length
}
