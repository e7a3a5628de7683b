import { removeDeadLetter } from '@hopscope/nats/transport'
import { plainText } from '@hopscope/path/text'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { counted } from '../output/format-count.ts'
import { openDeadLetterStream, type DeadLetterStream } from './dead-letter-stream.ts'
import type { SelectionFlags } from './dlq-flags.ts'
import { parseSelection, selectDeadLetters, type SequenceRange } from './selection.ts'

/**
 * Removes dead letters from their stream for good; what is no dead letter stays.
 *
 * @returns the exit code: 0 if all were removed; else 1
 * @throws {CliError} ARGUMENT_INVALID without `--yes`, DEAD_LETTER_NOT_FOUND, STREAM_UNAVAILABLE,
 *   INTERRUPTED, and what connecting throws
 * @throws {TransportError} READ_FAILED
 */
export async function runPurge(
  io: Io,
  sequences: readonly string[],
  flags: SelectionFlags,
): Promise<number> {
  const selection = parseSelection(sequences, flags)
  await using stream = await openDeadLetterStream(io, flags)
  const found = await orInterrupt(sequencesOf(stream, selection), io.signal)
  if (flags.yes !== true && found.length > 0) throw needsYes(stream, found.length)

  const removed: number[] = []
  const failed: { readonly sequence: number; readonly error: string }[] = []
  for (const sequence of found) {
    if (io.signal.aborted || stream.connection.isClosed()) break
    try {
      await removeDeadLetter(stream.asked, { stream: stream.name, sequence })
      removed.push(sequence)
    } catch (error) {
      failed.push({ sequence, error: error instanceof Error ? error.message : String(error) })
    }
  }
  if (flags.json === true) {
    io.stdout.write(`${JSON.stringify({ stream: stream.name, removed, failed }, null, 2)}\n`)
  }
  for (const { error } of failed) io.stderr.write(`${plainText(error)}\n`)
  io.stderr.write(`removed ${counted(removed.length, 'dead letter')} from ${stream.name}\n`)
  if (io.signal.aborted) return 130
  return removed.length === found.length ? 0 : 1
}

async function sequencesOf(
  stream: DeadLetterStream,
  selection: readonly SequenceRange[],
): Promise<readonly number[]> {
  const found = new Set<number>()
  for await (const { sequence } of selectDeadLetters(stream, selection)) found.add(sequence)
  return [...found]
}

function needsYes({ name }: DeadLetterStream, count: number): CliError {
  return new CliError(
    'ARGUMENT_INVALID',
    `this would remove ${counted(count, 'dead letter')} from ${name} for good`,
    { hint: 'look at them with hopscope dlq list, and add --yes to remove them' },
  )
}
