import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { CliError } from '../../cli-error.ts'
import { rawEvents, type RawEventsOptions } from './raw-events.ts'
import { type TraceRecord } from './trace-record.ts'

/**
 * Writes a trace to a file, of which a reader sees all or nothing, and only its owner may read it.
 *
 * @throws {CliError} FILE_UNWRITABLE
 */
export async function saveTrace(
  file: string,
  record: TraceRecord,
  options: RawEventsOptions,
): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`
  const text = `${JSON.stringify(toSaved(record, options), null, 1)}\n`
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' })
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw new CliError('FILE_UNWRITABLE', `${JSON.stringify(file)} cannot be written`, {
      hint: 'name a file in a folder that is there and that you may write to',
      cause: error,
    })
  }
}

// Nanoseconds are texts: a number of JSON has not that many digits.
function toSaved(record: TraceRecord, options: RawEventsOptions): object {
  const { subject, dryRun, complete, traceId, producerSpanId, durationMs, facts } = record
  const { ownContext, sentAtUnixNano, receivedAtUnixNano = [] } = record
  return {
    subject,
    dryRun,
    complete,
    traceId,
    producerSpanId,
    ownContext,
    durationMs,
    sentAtUnixNano: sentAtUnixNano?.toString(),
    streams: facts.streams,
    events: rawEvents(record, options).map((event, index) => ({
      receivedAtUnixNano: receivedAtUnixNano[index]?.toString(),
      event,
    })),
  }
}
