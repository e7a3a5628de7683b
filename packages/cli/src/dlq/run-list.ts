import { readDeadLetters, type StoredDeadLetter } from '@hopscope/nats/transport'
import { plainText } from '@hopscope/path/text'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { counted } from '../output/format-count.ts'
import { hint } from '../output/label.ts'
import { drawTable } from '../trace/text/draw-table.ts'
import { lineWidth } from '../trace/text/line-width.ts'
import { allOf } from './all-of.ts'
import { openDeadLetterStream } from './dead-letter-stream.ts'
import type { DlqFlags } from './dlq-flags.ts'
import { toLetterDocument } from './letter-document.ts'

/** What `hopscope dlq list` takes. */
export interface ListFlags extends DlqFlags {
  readonly limit: number
  /** The sequence to begin with. */
  readonly from: number
}

/**
 * Prints which dead letters a stream has, from the oldest on.
 *
 * @throws {CliError} STREAM_UNAVAILABLE, INTERRUPTED, and what connecting throws
 * @throws {TransportError} READ_FAILED
 */
export async function runList(io: Io, flags: ListFlags): Promise<void> {
  await using stream = await openDeadLetterStream(io, flags)
  const { limit, from: startSequence, json = false } = flags
  const reading = readDeadLetters(stream.asked, {
    stream: stream.name,
    startSequence,
    // One more tells whether there are more.
    limit: limit + 1,
  })
  const found = await orInterrupt(allOf(reading), io.signal)
  const letters = found.slice(0, limit)
  const next = found[limit]?.sequence
  if (json) {
    const document = { stream: stream.name, letters: letters.map(toLetterDocument), next }
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
    return
  }
  if (letters.length === 0) {
    io.stderr.write(
      `${stream.name} has no dead letters${startSequence > 1 ? ` from ${startSequence} on` : ''}\n`,
    )
    return
  }
  io.stdout.write(`${drawLetters(io, letters)}\n`)
  io.stderr.write(`${counted(letters.length, 'dead letter')} of ${stream.name}\n`)
  if (next !== undefined) hint(io, `there are more, add --from ${next}`)
}

function drawLetters({ stdout }: Io, letters: readonly StoredDeadLetter[]): string {
  const rows = letters.map(({ sequence, info, storedAt }) => [
    String(sequence),
    info.failedAt?.toISOString() ?? storedAt.replace(/(\.\d{3})\d*Z$/, '$1Z'),
    String(info.deliveryCount ?? '-'),
    plainText(info.subject ?? '-'),
    plainText(info.reason ?? '-'),
  ])
  return drawTable([TITLES, ...rows], { right: [0, 2], width: lineWidth(stdout) })
}

const TITLES = ['sequence', 'failed at', 'deliveries', 'original subject', 'reason']
