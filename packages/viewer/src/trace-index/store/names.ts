import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { storedText } from './stored-text.ts'

/**
 * Texts that spans repeat, such as services and subjects, each with a number. Number 0 is no text.
 *
 * There is a limit to how many are told apart: of a text beyond it the number is that of `(other)`, and only the span's bytes have the text.
 */
export class Names {
  readonly #ids = new Map<string, number>()
  readonly #texts: string[] = ['']
  readonly #insert: StatementSync
  readonly #maxNames: number

  constructor(database: DatabaseSync, maxNames: number = MAX_NAMES) {
    this.#maxNames = maxNames
    this.#insert = database.prepare('INSERT INTO names(id, text) VALUES(?, ?)')
    this.reload(database)
  }

  /** The number of a text, which is given one if it has none. */
  idOf(text: string | undefined): number {
    if (text === undefined || text === '') return 0
    const name = storedText(text, MAX_NAME_LENGTH)
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    if (this.#ids.size >= this.#maxNames && name !== OTHER) return this.idOf(OTHER)

    const id = this.#texts.length
    this.#insert.run(id, name)
    this.#remember(id, name)
    return id
  }

  /** The number of a text that has one. */
  find(text: string): number | undefined {
    return this.#ids.get(storedText(text, MAX_NAME_LENGTH))
  }

  /** The text of a number; empty for 0. */
  textOf(id: number): string {
    return this.#texts[id] ?? ''
  }

  /** Numbers of the texts for which something holds. */
  matching(holds: (text: string) => boolean): readonly number[] {
    const ids: number[] = []
    for (const [text, id] of this.#ids) if (holds(text)) ids.push(id)
    return ids
  }

  /** Reads the texts anew, after a transaction was rolled back. */
  reload(database: DatabaseSync): void {
    this.#ids.clear()
    this.#texts.length = 1
    for (const { id, text } of database.prepare('SELECT id, text FROM names').iterate()) {
      if (typeof id === 'number' && typeof text === 'string') this.#remember(id, text)
    }
  }

  #remember(id: number, text: string): void {
    this.#ids.set(text, id)
    this.#texts[id] = text
  }
}

/** What stands for texts, services or edges beyond a limit. */
export const OTHER = '(other)'

/** Characters of a text that are told apart. */
export const MAX_NAME_LENGTH = 512

const MAX_NAMES = 100_000
