import type { BridgeFigures, SignalState } from './bridge-figures.ts'

/** A bridge that runs. */
export interface Bridge extends AsyncDisposable {
  readonly state: SignalState
  /** Where `/healthz`, `/readyz` and `/metrics` are; absent if they are not served. */
  readonly httpUrl: string | undefined
  figures(): BridgeFigures
  /**
   * Fetches no more, sends what is in hand, and hands back what is not taken in time. Called again,
   * it ends sooner if that gives it less time.
   *
   * @param options.timeoutMs - 10_000 unless told
   */
  stop(options?: { readonly timeoutMs?: number }): Promise<void>
  /** Resolves when the bridge was stopped; rejects with a `TelemetryError` if the connection was closed before. */
  readonly stopped: Promise<void>
}
