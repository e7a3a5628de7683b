import { orInterrupt } from '../../or-interrupt.ts'
import { rawEvents, type RawEventsOptions } from './raw-events.ts'
import type { TraceRecord } from './trace-record.ts'
import { writeText } from './write-text.ts'

/** How a trace is saved. */
export interface SaveTraceOptions extends RawEventsOptions {
  readonly signal: AbortSignal
}

/**
 * Writes a trace to a file, of which a reader sees all or nothing, and only its owner may read it.
 *
 * @throws {CliError} FILE_UNWRITABLE, or INTERRUPTED while nobody reads from a pipe
 */
export async function saveTrace(
  file: string,
  record: TraceRecord,
  { signal, ...options }: SaveTraceOptions,
): Promise<void> {
  const text = `${JSON.stringify(toSaved(record, options), null, 1)}\n`
  await orInterrupt(writeText(file, text), signal)
}

// Nanoseconds are texts: a number of JSON has not that many digits.
function toSaved(record: TraceRecord, options: RawEventsOptions): object {
  const { subject, dryRun, complete, traceId, producerSpanId, durationMs, facts } = record
  const { ownContext, replies, sentAtUnixNano, receivedAtUnixNano = [] } = record
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
    // Servers reply in words; nobody else has the message of a dry run.
    replies: replies?.map(({ payload, status }) => ({
      status,
      payload: new TextDecoder().decode(payload),
    })),
    events: rawEvents(record, options).map((event, index) => ({
      receivedAtUnixNano: receivedAtUnixNano[index]?.toString(),
      event,
    })),
  }
}
