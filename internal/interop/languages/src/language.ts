import type { Command } from './run.ts'

/** A language in which there is a program that follows the contract. */
export interface Language {
  readonly name: 'go' | 'python'
  /** Says what is missing on this machine, and how to have it; `undefined` if nothing is. */
  readonly missing: () => string | undefined
  /**
   * Builds what is to be run: the program and the examples of the guide.
   *
   * @throws DownloadError if packages are out of reach
   */
  readonly build: () => Promise<Commands>
}

/** What was built. */
export interface Commands {
  /** The program, with a command of its own and flags. */
  readonly program: (args: readonly string[]) => Command
  /** An example of the guide, by its name. */
  readonly example: (name: string) => Command
}
