import { styleText } from 'node:util'
import type { Output } from '../io.ts'

/** Tells a person what is being done, a line for each step; on stderr, so that data stays clean. */
export class Progress {
  readonly #stderr: Output
  readonly #startedAt = performance.now()

  constructor(stderr: Output) {
    this.#stderr = stderr
  }

  /** Says what begins now. */
  step(line: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1).padStart(5)
    this.#stderr.write(`${this.#dim(`${seconds} s`)}  ${line}\n`)
  }

  #dim(text: string): string {
    return this.#stderr.color ? styleText('dim', text, { validateStream: false }) : text
  }
}
