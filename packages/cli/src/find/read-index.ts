import type { TraceIndex } from '@hopscope/viewer'
import { CliError } from '../cli-error.ts'
import { type Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { formatCount } from '../output/format-count.ts'

/**
 * Waits until an index has read what its stream holds, and tells a person how far it is.
 *
 * @throws {CliError} STREAM_UNAVAILABLE if there is nothing to read, INTERRUPTED
 */
export async function readIndex(io: Io, index: TraceIndex): Promise<void> {
  requireSource(index)
  const { promise: done, resolve } = Promise.withResolvers<void>()
  const look = (): void => {
    const { isComplete, pending } = index.coverage
    if (isComplete) resolve()
    if (io.stderr.isTerminal) io.stderr.write(`\r\x1b[2K${isComplete ? '' : progress(pending)}`)
  }
  const stop = index.onChange(look)
  try {
    look()
    await orInterrupt(done, io.signal)
  } finally {
    stop()
  }
}

function progress(pending: number): string {
  return `reading, ${formatCount(pending)} messages to go …`
}

/**
 * Sees that the stream of an index is there to be read.
 *
 * @throws {CliError} STREAM_UNAVAILABLE
 */
export function requireSource({ source }: TraceIndex): void {
  if (source.state === 'reading') return
  throw new CliError(
    'STREAM_UNAVAILABLE',
    `stream ${source.stream ?? 'TELEMETRY'} cannot be read: it is ${source.state}`,
    { ...(source.hint !== undefined && { hint: source.hint }) },
  )
}
