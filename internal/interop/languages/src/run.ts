import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { Line, LineOf } from './line.ts'

/** What is run, and where. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** A run of a program, which ends by itself, or when it is disposed of. */
export class Run implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>
  readonly #read: Promise<void>
  readonly #errors: Promise<string>
  readonly #texts: string[] = []
  readonly #waiting = new Set<() => void>()
  #isOver = false

  constructor({ file, args, cwd, env }: Command) {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.#exited = once(child, 'close')
    this.#read = this.#readLines(child.stdout)
    this.#errors = text(child.stderr)
  }

  /** Everything that was told until now, as text. */
  get texts(): readonly string[] {
    return this.#texts
  }

  /** Everything that was told until now. */
  get lines(): readonly Line[] {
    return this.#texts.map((line): Line => JSON.parse(line))
  }

  /** What was told of one kind of thing until now. */
  linesOf<T extends Line['type']>(type: T): readonly LineOf<T>[] {
    return this.lines.filter((line): line is LineOf<T> => line.type === type)
  }

  /**
   * Waits for the first line of that type.
   *
   * @throws Error if the program ends before
   */
  async until<T extends Line['type']>(type: T): Promise<LineOf<T>> {
    for (;;) {
      const [line] = this.linesOf(type)
      if (line) return line
      if (this.#isOver) throw new Error(`ended without "${type}": ${await this.#errors}`)
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  /**
   * Waits until the program has ended.
   *
   * @throws Error if it failed, with what it said of that
   */
  async ended(): Promise<this> {
    await Promise.all([this.#exited, this.#read])
    if (this.#child.exitCode === 0) return this
    throw new Error(`ended with ${this.#child.exitCode}: ${await this.#errors}`)
  }

  /** Ends the program, if it still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM')
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), GRACE_MS)
    await this.#exited.catch(() => {})
    clearTimeout(kill)
  }

  async #readLines(output: NodeJS.ReadableStream): Promise<void> {
    for await (const line of createInterface(output)) {
      this.#texts.push(line)
      this.#wake()
    }
    this.#isOver = true
    this.#wake()
  }

  #wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }
}

const GRACE_MS = 2000
