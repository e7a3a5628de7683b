import { Readable } from 'node:stream'
import type { Io, Output } from '../src/io.ts'

/** Input and output that a test can look at. */
export interface FakeIo extends Io {
  readonly stdout: FakeOutput
  readonly stderr: FakeOutput
}

/** An output that keeps what was written. */
interface FakeOutput extends Output {
  readonly text: string
}

/** What a {@link FakeIo} is to be like. */
export interface FakeIoOptions {
  /** Variables, beside a configuration folder without contexts. */
  readonly env?: Io['env']
  /** Columns of a terminal; without it, outputs are no terminals. */
  readonly width?: number
  /** What a person types. @default nothing */
  readonly stdin?: string
  readonly signal?: AbortSignal
  readonly hurry?: AbortSignal
}

/** Input and output of a command that runs in a test; nothing of this machine's contexts shows. */
export function fakeIo({ env, width, stdin = '', signal, hurry }: FakeIoOptions = {}): FakeIo {
  return {
    stdout: fakeOutput(width),
    stderr: fakeOutput(width),
    stdin: Readable.from([stdin]),
    env: { PATH: process.env['PATH'], XDG_CONFIG_HOME: '/nonexistent', ...env },
    signal: signal ?? new AbortController().signal,
    hurry: hurry ?? new AbortController().signal,
  }
}

/** An output that is written to; a terminal if it has a width. */
export function fakeOutput(width?: number): FakeOutput {
  let text = ''
  return {
    write: (written) => {
      text += written
    },
    get text() {
      return text
    },
    width: width ?? 80,
    isTerminal: width !== undefined,
    color: false,
  }
}
