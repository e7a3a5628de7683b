import { constants } from 'node:os'

/** How a process comes to end before its work is done. */
export interface End {
  /** Aborted when the command is to end. */
  readonly signal: AbortSignal
  /** Aborted when a second signal comes. */
  readonly hurry: AbortSignal
  /** The exit code of the process, when its command has ended with this one. */
  exitCode(ofCommand: number): number
  /** Ends the process with the exit code that it has, whatever is still under way. */
  now(): void
}

/**
 * Listens for what ends a command early: Ctrl-C, other signals, and an output that takes no more.
 *
 * A reader that has seen enough, such as `head`, ends it without a word. What else keeps stdout
 * from being written is told.
 */
export function listenForEnd(): End {
  const ending = new AbortController()
  const hurrying = new AbortController()
  let code: number | undefined
  const end = (asCode?: number): void => {
    code ??= asCode
    // An output may fail when the command has ended already.
    if (code !== undefined) process.exitCode = code
    ending.abort()
  }
  let first: NodeJS.Signals | undefined
  const onSignal = (name: NodeJS.Signals): void => {
    if (first !== undefined) hurrying.abort()
    first ??= name
    // What Ctrl-C means is the command's own business: it is how some of them end.
    end(name === 'SIGINT' ? undefined : codeOf(name))
  }
  // As if nobody had listened: that ends the process at once, whatever it is at.
  const die = (name: NodeJS.Signals): void => {
    for (const each of SIGNALS) process.off(each, onSignal)
    process.kill(process.pid, name)
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return end(codeOf('SIGPIPE'))
    if (code === undefined) process.stderr.write(`error: cannot write to stdout: ${error.code}\n`)
    end(1)
  })
  // There is nowhere left to tell it, and the data is not lost by it.
  process.stderr.on('error', () => {})
  return {
    signal: ending.signal,
    hurry: hurrying.signal,
    exitCode: (ofCommand) => code ?? ofCommand,
    now: () => {
      // A command that Ctrl-C ends as it should has another code than the signal gives.
      if (first !== undefined && process.exitCode === codeOf(first) && isReading()) die(first)
      else process.exit()
    },
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

// `process.exit` would wait for a read, for as long as nobody writes to the pipe.
function isReading(): boolean {
  return process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))
}

// As shells tell of a process that a signal ended.
function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal]
}
