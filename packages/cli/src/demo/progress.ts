import { styleText } from 'node:util'
import type { Output } from '../io.ts'

/**
 * Tells a person what is being done, a line for each step; on stderr, so that data stays clean.
 *
 * In a terminal with colors a count, such as `3 of 11 servers up`, takes the place of the one before.
 */
export class Progress {
  readonly #stderr: Output
  readonly #startedAt = performance.now()
  #last = ''

  constructor(stderr: Output) {
    this.#stderr = stderr
  }

  /** Says what begins now. */
  step(line: string): void {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1).padStart(5)
    const again = isCount(line) && isCount(this.#last) && this.#isSteered ? LINE_ABOVE : ''
    this.#stderr.write(`${again}${this.#dim(`${seconds} s`)}  ${line}\n`)
    this.#last = line
  }

  get #isSteered(): boolean {
    return this.#stderr.isTerminal && this.#stderr.color
  }

  #dim(text: string): string {
    return this.#stderr.color ? styleText('dim', text, { validateStream: false }) : text
  }
}

function isCount(line: string): boolean {
  return /^\d+ of \d+ /.test(line)
}

/** Goes to the line above and clears it. */
const LINE_ABOVE = '\u001b[A\u001b[2K'
