import type { Signal } from '@hopscope/telemetry/bridge'
import type { Fact } from './fact.ts'

/** A kind of backend that can be had on this machine. */
export interface BackendKind {
  readonly name: string
  /** What it takes. */
  readonly signals: readonly Signal[]
  /** Starts it; the first time it is built. */
  readonly start: () => Promise<Backend>
}

/** A backend that runs on loopback, until it is disposed of. */
export interface Backend extends AsyncDisposable {
  /** Where it takes OTLP over HTTP. */
  readonly endpoint: string
  /** What it has by now of the expected, and whatever else it tells. */
  readonly read: (expected: readonly Fact[]) => Promise<readonly Fact[]>
}
