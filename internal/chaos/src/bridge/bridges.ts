import type { BridgeConfig } from '@hopscope/telemetry/bridge'
import { type BridgeReport, ChaosBridge, type BridgeSettings } from './chaos-bridge.ts'

/** The bridges that share the work. */
export class Bridges implements AsyncDisposable {
  readonly #settings: BridgeSettings
  readonly #running: ChaosBridge[] = []

  constructor(servers: readonly string[], config: BridgeConfig) {
    this.#settings = { servers, config }
  }

  /** Starts one more. */
  async start(): Promise<void> {
    this.#running.push(await ChaosBridge.start(this.#settings))
  }

  /** Kills the one that was started first. */
  async killFirst(): Promise<void> {
    await this.#running.shift()?.kill()
  }

  /** Stops all that run, in order; each says before what it did. */
  async stop(): Promise<readonly BridgeReport[]> {
    const reports = await Promise.all(this.#running.map((bridge) => bridge.report()))
    await Promise.all(this.#running.map((bridge) => bridge.stop()))
    this.#running.length = 0
    return reports
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#running.map((bridge) => bridge.kill()))
  }
}
