import { CliError } from './cli-error.ts'

/**
 * What `work` comes to, unless the person ends the command before; the work itself goes on.
 *
 * @throws {CliError} INTERRUPTED
 */
export async function orInterrupt<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: interrupted, reject } = Promise.withResolvers<never>()
  const interrupt = () => reject(new CliError('INTERRUPTED', 'interrupted'))
  if (signal.aborted) interrupt()
  signal.addEventListener('abort', interrupt)
  try {
    return await Promise.race([interrupted, work])
  } finally {
    signal.removeEventListener('abort', interrupt)
  }
}
