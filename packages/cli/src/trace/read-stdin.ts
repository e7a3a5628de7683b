import { buffer } from 'node:stream/consumers'
import { CliError } from '../cli-error.ts'
import { type Io } from '../io.ts'

/**
 * Reads stdin to its end; a person at a terminal is told what is waited for.
 *
 * @param what such as `the payload`
 * @throws {CliError} INTERRUPTED
 */
export async function readStdin(
  { stdin, stderr, signal }: Io,
  what: string,
): Promise<Buffer<ArrayBuffer>> {
  if ('isTTY' in stdin && stdin.isTTY === true) {
    stderr.write(`${what} is what you type now, Ctrl-D ends it\n`)
  }
  const { promise: interrupted, reject } = Promise.withResolvers<never>()
  const interrupt = () => reject(new CliError('INTERRUPTED', 'interrupted'))
  if (signal.aborted) interrupt()
  signal.addEventListener('abort', interrupt)
  try {
    return await Promise.race([interrupted, buffer(stdin)])
  } finally {
    signal.removeEventListener('abort', interrupt)
    stdin.destroy()
  }
}
