import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A line that the peer tells. */
export interface Told {
  readonly ready?: true
  /** The pattern of a handler that was called. */
  readonly handled?: string
  readonly data?: unknown
  readonly caller?: string
  readonly answer?: unknown
  readonly failure?: unknown
  readonly span?: PeerSpan
}

/** A span of the peer, once it has ended. */
export interface PeerSpan {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
}

/** A service `n` of nestjs-jetstream in a process of its own, until it is disposed of. */
export class Peer implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #told: Told[] = []
  readonly #waiting = new Set<() => void>()
  #errors = ''
  #hasEnded = false

  private constructor(child: ChildProcess) {
    this.#child = child
    child.stderr?.on('data', (text) => (this.#errors += String(text)))
    child.once('exit', () => {
      this.#hasEnded = true
      this.#wake()
    })
    if (!child.stdout) return
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) this.#told.push(JSON.parse(line) as Told)
      this.#wake()
    })
  }

  /** Starts it, and resolves when it takes messages; rejects with what it wrote if it ends before. */
  static async start(url: string, mode: 'core' | 'jetstream'): Promise<Peer> {
    const script = fileURLToPath(new URL('peer.cjs', import.meta.url))
    const peer = new Peer(spawn(process.execPath, [script, url, mode], { stdio: 'pipe' }))
    await peer.told(({ ready }) => ready === true)
    return peer
  }

  /** Waits for what it tells; rejects if it ends first. */
  async told(isWanted: (told: Told) => boolean): Promise<Told> {
    for (;;) {
      const told = this.#told.find(isWanted)
      if (told) return told
      if (this.#hasEnded) throw new Error(`the peer has ended: ${this.#errors}`)
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  /** Waits for the span of that name. */
  async span(name: string): Promise<PeerSpan> {
    const { span } = await this.told((told) => told.span?.name === name)
    if (!span) throw new Error(`there is no span ${name}`)
    return span
  }

  /** Has it send to the service `o`. */
  send(operation: 'emit' | 'send', pattern: string, data: unknown): void {
    this.#child.stdin?.write(`${JSON.stringify({ operation, pattern, data })}\n`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#hasEnded) return
    const ended = once(this.#child, 'exit')
    this.#child.kill()
    await ended
  }

  #wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }
}
