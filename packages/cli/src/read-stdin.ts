import type { Io } from './io.ts'
import { readToEnd, type ReadOptions } from './read-to-end.ts'

/**
 * Reads stdin to its end; a person at a terminal is told what is waited for.
 *
 * @throws {CliError} ARGUMENT_INVALID if there is more than may be, or INTERRUPTED
 */
export async function readStdin(
  { stdin, stderr, signal }: Io,
  options: Omit<ReadOptions, 'signal'>,
): Promise<Buffer<ArrayBuffer>> {
  if ('isTTY' in stdin && stdin.isTTY === true) {
    stderr.write(`${options.what} is what you type now, Ctrl-D ends it\n`)
  }
  return readToEnd(stdin, { ...options, signal })
}
