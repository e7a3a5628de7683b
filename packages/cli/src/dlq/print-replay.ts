import type { Replayed } from '@hopscope/nats/transport'
import { plainText } from '@hopscope/path/text'
import type { Io } from '../io.ts'
import { drawTable } from '../trace/text/draw-table.ts'
import { lineWidth } from '../trace/text/line-width.ts'
import type { PlannedReplay } from './plan-replay.ts'

/** What became of a dead letter; neither of both if it was only looked at. */
export interface Fate extends PlannedReplay {
  readonly replayed?: Replayed
  /** Why it was not sent. */
  readonly error?: string
}

/** What came of a replay, or would. */
export interface ReplayReport {
  readonly stream: string
  readonly dryRun: boolean
  readonly fates: readonly Fate[]
}

/** Prints where dead letters went, or would go. */
export function printReplay(
  io: Io,
  { stream, dryRun, fates }: ReplayReport,
  { json = false }: { readonly json?: boolean },
): void {
  if (json) {
    const letters = fates.map(toDocument)
    io.stdout.write(`${JSON.stringify({ stream, dryRun, letters }, null, 2)}\n`)
    return
  }
  if (fates.length === 0) return
  const rows = fates.map((fate) => [
    String(fate.sequence),
    plainText(fate.subject ?? '-'),
    plainText(describe(fate, dryRun)),
  ])
  io.stdout.write(
    `${drawTable([['sequence', 'to', dryRun ? 'would be' : 'was'], ...rows], { right: [0], width: lineWidth(io.stdout) })}\n`,
  )
}

function toDocument({ replayed, ...fate }: Fate): object {
  if (replayed === undefined) return fate
  const { stream, sequence, duplicate, removed } = replayed
  return { ...fate, stream, storedSequence: sequence, duplicate, removed }
}

function describe({ stream, problem, error, replayed }: Fate, dryRun: boolean): string {
  if (problem !== undefined) return `refused: ${problem}`
  if (error !== undefined) return `not sent: ${error}`
  if (replayed === undefined || dryRun) return `stored in ${stream ?? '-'}`
  const place = `${replayed.stream} as ${replayed.sequence}`
  const stored = replayed.duplicate ? `in ${place} before, as a duplicate` : `stored in ${place}`
  return replayed.removed ? `${stored}, and removed here` : stored
}
