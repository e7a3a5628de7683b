import type { Readable, Writable } from 'node:stream'

/** What a command sees of the world, so that a test needs no process of its own. */
export interface Io {
  /** Data, and nothing else. */
  readonly stdout: Output
  /** Words for people. */
  readonly stderr: Output
  readonly stdin: Readable
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted when the person wants the command to end. */
  readonly signal: AbortSignal
  /** Aborted when the person wants it once more: what is being finished is to be left. */
  readonly hurry: AbortSignal
}

/** Where text goes. */
export interface Output {
  write(text: string): void
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number
  /** Whether a person looks at it in a terminal. */
  readonly isTerminal: boolean
  /** Whether colour is wanted: a terminal, unless `NO_COLOR` is set; anything, if `FORCE_COLOR` is. */
  readonly color: boolean
}

/** The process's own input and output. */
export function processIo({ signal, hurry }: Pick<Io, 'signal' | 'hurry'>): Io {
  const { stdout, stderr, stdin, env } = process
  return { stdout: output(stdout), stderr: output(stderr), stdin, env, signal, hurry }
}

function output(stream: Writable & Partial<NodeJS.WriteStream>): Output {
  return {
    write: (text) => void stream.write(text),
    // Some terminals say that they have no columns.
    get width() {
      return stream.columns || Number(process.env['COLUMNS']) || 80
    },
    isTerminal: stream.isTTY === true,
    color: wantsColor(stream),
  }
}

// https://no-color.org and the convention that FORCE_COLOR beats it.
function wantsColor(stream: Partial<NodeJS.WriteStream>): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0'
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  return stream.isTTY === true && TERM !== 'dumb'
}
