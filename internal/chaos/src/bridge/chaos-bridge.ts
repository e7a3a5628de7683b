import type { BridgeConfig, BridgeFigures } from '@hopscope/telemetry/bridge'
import { Child } from '../process/child.ts'

/** What a bridge needs to know that runs in another process. */
export interface BridgeSettings {
  readonly servers: readonly string[]
  readonly config: BridgeConfig
}

export interface BridgeDialog {
  readonly order: { readonly kind: 'report' | 'stop' }
  readonly answer: BridgeReport
}

/** What a bridge says of itself. */
export interface BridgeReport {
  readonly figures: BridgeFigures
  /** What it told of that it did not expect. */
  readonly problems: readonly string[]
}

/** A bridge in another process. */
export class ChaosBridge implements AsyncDisposable {
  readonly #child: Child<BridgeDialog>

  static async start(settings: BridgeSettings): Promise<ChaosBridge> {
    const module = new URL('bridge-process.ts', import.meta.url)
    return new ChaosBridge(await Child.start<BridgeDialog>(module, settings))
  }

  private constructor(child: Child<BridgeDialog>) {
    this.#child = child
  }

  report(): Promise<BridgeReport> {
    return this.#child.ask({ kind: 'report' })
  }

  /** Stops it as a service is stopped: with time to finish. */
  async stop(): Promise<void> {
    await this.#child.ask({ kind: 'stop' })
    await this.#child.kill()
  }

  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void> {
    return this.#child.kill()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#child.kill()
  }
}
