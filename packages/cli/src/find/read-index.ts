import type { TraceIndex } from '@hopscope/viewer'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { formatCount } from '../output/format-count.ts'

/**
 * Waits until an index has read what its stream holds, and tells a person how far it is.
 *
 * @param lost - settles when the connection is gone, and with it what is not read yet
 * @throws {CliError} STREAM_UNAVAILABLE if there is nothing to read, CONNECTION_FAILED, INTERRUPTED
 */
export async function readIndex(
  io: Io,
  index: ReadableIndex,
  lost: Promise<unknown>,
): Promise<void> {
  requireSource(index)
  const { promise: done, resolve, reject } = Promise.withResolvers<void>()
  let told = ''
  const tell = (text: string): void => {
    if (io.stderr.isTerminal && text !== told) io.stderr.write(`\r\x1b[2K${text}`)
    told = text
  }
  const look = (): void => {
    const { isComplete, pending } = index.coverage
    if (isComplete) resolve()
    tell(isComplete ? '' : progress(pending))
  }
  void lost.then(() => reject(new CliError('CONNECTION_FAILED', LOST, { hint: LOST_HINT })))
  const stop = index.onChange(look)
  try {
    look()
    await orInterrupt(done, io.signal)
  } finally {
    stop()
    tell('')
  }
}

/** The little of an index that is needed to wait for it. */
type ReadableIndex = Pick<TraceIndex, 'source' | 'coverage' | 'onChange'>

const LOST = 'the connection was lost while the stream was read'
const LOST_HINT = 'is the server still there? then search again'

function progress(pending: number): string {
  return `reading, ${formatCount(pending)} messages to go …`
}

/**
 * Sees that the stream of an index is there to be read.
 *
 * @throws {CliError} STREAM_UNAVAILABLE
 */
export function requireSource({ source }: Pick<TraceIndex, 'source'>): void {
  if (source.state === 'reading') return
  throw new CliError(
    'STREAM_UNAVAILABLE',
    `stream ${source.stream ?? 'TELEMETRY'} cannot be read: it is ${source.state}`,
    { ...(source.hint !== undefined && { hint: source.hint }) },
  )
}
