import { removeDeadLetter, replayDeadLetter } from '@hopscope/nats/transport'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { counted } from '../output/format-count.ts'
import { hint } from '../output/label.ts'
import { openDeadLetterStream, type DeadLetterStream } from './dead-letter-stream.ts'
import type { SelectionFlags } from './dlq-flags.ts'
import { planReplay, type PlannedReplay } from './plan-replay.ts'
import { printReplay, type Fate } from './print-replay.ts'
import { openReplayTracing } from './replay-tracing.ts'
import { parseSelection, selectDeadLetters } from './selection.ts'

/** What `hopscope dlq replay` takes. */
export interface ReplayFlags extends SelectionFlags {
  /** The subject in place of that of the original. */
  readonly to?: string
  /** Whether the stream drops what another has stored. */
  readonly remove?: boolean
}

/**
 * Publishes the originals of dead letters again; without `--yes`, tells where they would go.
 *
 * Nothing is sent unless all of them can be.
 *
 * @returns the exit code: 0 if all were sent, or could be; else 1
 * @throws {CliError} ARGUMENT_INVALID, DEAD_LETTER_NOT_FOUND, STREAM_UNAVAILABLE, INTERRUPTED, and
 *   what connecting throws
 * @throws {TransportError} READ_FAILED
 */
export async function runReplay(
  io: Io,
  sequences: readonly string[],
  flags: ReplayFlags,
): Promise<number> {
  const selection = parseSelection(sequences, flags)
  await using stream = await openDeadLetterStream(io, flags)
  const letters = selectDeadLetters(stream, selection)
  const plan = await orInterrupt(planReplay(stream.asked, letters, flags.to), io.signal)
  const stuck = plan.filter(({ problem }) => problem !== undefined).length
  if (flags.yes !== true || stuck > 0) {
    printReplay(io, { stream: stream.name, dryRun: true, fates: plan }, flags)
    tellDryRun(io, plan.length, stuck)
    return stuck === 0 ? 0 : 1
  }
  const fates = await replayAll(io, stream, plan, flags)
  printReplay(io, { stream: stream.name, dryRun: false, fates }, flags)
  return tellReplayed(io, fates, plan.length)
}

async function replayAll(
  io: Io,
  stream: DeadLetterStream,
  plan: readonly PlannedReplay[],
  { to, remove = false }: ReplayFlags,
): Promise<readonly Fate[]> {
  await using tracing = await openReplayTracing(stream.connection, stream.asked)
  const fates: Fate[] = []
  for (const planned of plan) {
    // What was sent is told, whatever ends it.
    if (io.signal.aborted) break
    try {
      const range = { first: planned.sequence, last: planned.sequence }
      for await (const letter of selectDeadLetters(stream, [range])) {
        const replayed = await replayDeadLetter(stream.connection, letter, {
          tracing: tracing.options,
          ...(to !== undefined && { subject: to }),
        })
        if (remove) await removeDeadLetter(stream.asked, letter)
        fates.push({ ...planned, replayed: { ...replayed, removed: remove } })
      }
    } catch (error) {
      fates.push({ ...planned, error: error instanceof Error ? error.message : String(error) })
      if (stream.connection.isClosed()) break
    }
  }
  return fates
}

function tellDryRun(io: Io, count: number, stuck: number): void {
  if (count === 0) {
    io.stderr.write('there are no dead letters to replay\n')
    return
  }
  if (stuck > 0) {
    io.stderr.write(`nothing was sent: ${counted(stuck, 'dead letter')} of ${count} cannot go\n`)
    hint(io, 'name the sequences of the others, or give a subject with --to')
    return
  }
  io.stderr.write(`nothing was sent: this is what would be, of ${counted(count, 'dead letter')}\n`)
  hint(io, 'add --yes to replay')
}

function tellReplayed(io: Io, fates: readonly Fate[], planned: number): number {
  const sent = fates.filter(({ replayed }) => replayed !== undefined).length
  const failed = fates.length - sent
  const left = planned - fates.length
  const parts = [
    `replayed ${counted(sent, 'dead letter')}`,
    failed > 0 ? `${failed} failed` : '',
    left > 0 ? `${left} not tried` : '',
  ]
  io.stderr.write(`${parts.filter(Boolean).join(', ')}\n`)
  if (io.signal.aborted) return 130
  return sent === planned ? 0 : 1
}
