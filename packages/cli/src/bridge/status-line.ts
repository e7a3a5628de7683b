import { truncate } from '@hopscope/path/text'
import type { Output } from '../io.ts'

/** The last line of a terminal, which changes while other lines go by above it; nothing elsewhere. */
export class StatusLine implements Disposable {
  readonly #output: Output
  #text = ''

  constructor(output: Output) {
    this.#output = output
  }

  /** Shows a text in place of the one before. */
  show(text: string): void {
    if (!this.#output.isTerminal || text === this.#text) return
    this.#text = text
    this.#output.write(`${CLEAR}${truncate(text, this.#output.width - 1)}`)
  }

  /** Writes lines above it; each ends with a line feed. */
  above(lines: string): void {
    const isShown = this.#text !== ''
    this.#output.write(isShown ? `${CLEAR}${lines}` : lines)
    if (isShown) this.#output.write(truncate(this.#text, this.#output.width - 1))
  }

  /** Takes it away. */
  [Symbol.dispose](): void {
    if (this.#text !== '') this.#output.write(CLEAR)
    this.#text = ''
  }
}

// To the beginning of the line, and all of it gone.
const CLEAR = '\r\u001b[2K'
