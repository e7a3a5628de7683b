import { Child } from '../process/child.ts'
import type { Behavior } from './behavior.ts'

/** What a backend is told. */
type BackendOrder =
  | { readonly kind: 'behave'; readonly behavior: Behavior | undefined }
  | { readonly kind: 'shut' | 'open' | 'count' | 'tally' }

/** What a backend says of itself. */
interface BackendAnswer {
  readonly port: number
  readonly requests: number
  /** How many different things it took. */
  readonly distinct: number
  /** How often it took each of them; only in a tally. */
  readonly taken?: ReadonlyMap<string, number>
}

export interface BackendDialog {
  readonly order: BackendOrder
  readonly answer: BackendAnswer
}

/** A backend in another process, which counts what it takes and behaves as it is told. */
export class ChaosBackend implements AsyncDisposable {
  readonly url: string
  readonly #child: Child<BackendDialog>

  static async start({ seed }: { readonly seed: number }): Promise<ChaosBackend> {
    const module = new URL('backend-process.ts', import.meta.url)
    const child = await Child.start<BackendDialog>(module, { seed })
    const { port } = await child.ask({ kind: 'count' })
    return new ChaosBackend(child, port)
  }

  private constructor(child: Child<BackendDialog>, port: number) {
    this.#child = child
    this.url = `http://127.0.0.1:${port}`
  }

  /** How it behaves from now on; without a behavior it takes everything. */
  async behave(behavior?: Behavior): Promise<void> {
    await this.#child.ask({ kind: 'behave', behavior })
  }

  /** Goes away, and takes its connections along. */
  async shut(): Promise<void> {
    await this.#child.ask({ kind: 'shut' })
  }

  /** Comes back where it was. */
  async open(): Promise<void> {
    await this.#child.ask({ kind: 'open' })
  }

  /** How many requests came, those without telemetry included. */
  async requests(): Promise<number> {
    const { requests } = await this.#child.ask({ kind: 'count' })
    return requests
  }

  /** How many different spans, log records and data points it took. */
  async count(): Promise<number> {
    const { distinct } = await this.#child.ask({ kind: 'count' })
    return distinct
  }

  /** How often it took each span, log record and data point. */
  async tally(): Promise<ReadonlyMap<string, number>> {
    const { taken = new Map<string, number>() } = await this.#child.ask({ kind: 'tally' })
    return taken
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#child.kill()
  }
}
