import type { Io } from '../io.ts'
import { concludeTrace } from './conclude-trace.ts'
import { runCount } from './count/run-count.ts'
import { diffTraces } from './diff/diff-traces.ts'
import { renderDiff } from './diff/render-diff.ts'
import { parseExpectation } from './expect/parse-expectation.ts'
import { checkFlags } from './flags/check-flags.ts'
import { formatOf } from './flags/format-of.ts'
import { formatOptions } from './flags/format-options.ts'
import type { TraceFlags } from './flags/trace-flags.ts'
import type { TypedTrace } from './flags/typed-trace.ts'
import { MessageTracer } from './message/message-tracer.ts'
import { parseHeaders } from './message/parse-headers.ts'
import { readPayload } from './message/read-payload.ts'
import { requireSubject } from './message/require-subject.ts'
import { readTrace } from './record/read-trace.ts'
import type { TraceRecord } from './record/trace-record.ts'
import { runWatch } from './run-watch.ts'
import { lineWidth } from './text/line-width.ts'

/**
 * Traces a message, or reads traces that were saved, and prints what comes of it.
 *
 * @returns the exit code: 0 if somebody gets the message and all servers reported, if all
 *   expectations are met, or if two traces have one shape; else 1
 * @throws {CliError} ARGUMENT_INVALID, FILE_INVALID, FILE_UNWRITABLE, PUBLISH_FAILED,
 *   TRACE_FAILED, INTERRUPTED, and what connecting throws
 * @throws {TelemetryError} EXPORT_FAILED
 */
export async function runTrace(io: Io, typed: TypedTrace): Promise<number> {
  const { flags } = typed
  checkFlags(typed)
  const expectations = (flags.expect ?? []).map((text) => parseExpectation(text))
  const [before, after] = await Promise.all((flags.diff ?? []).map((file) => readTrace(io, file)))
  if (before !== undefined && after !== undefined) return showDiff(io, flags, before, after)
  if (flags.replay !== undefined) {
    const record = await readTrace(io, flags.replay)
    return concludeTrace(io, flags, { record, expectations })
  }

  await using tracer = await openTracer(io, typed)
  const { count, watch } = flags
  const format = formatOptions(flags)
  if (count !== undefined) return await runCount(io, tracer, { count, expectations, ...format })
  if (watch !== undefined) {
    await runWatch(io, tracer, { ...(watch !== true && { intervalMs: watch }), ...format })
    return 0
  }
  const record = await traceOnce(io, tracer)
  if (before !== undefined) return showDiff(io, flags, before, record)
  const exitCode = await concludeTrace(io, flags, { record, expectations })
  if (flags.publish === true) {
    const { publishEvents } = await import('./send/publish-events.ts')
    await publishEvents(io, tracer, record, format)
  }
  return exitCode
}

async function traceOnce({ stderr, signal }: Io, tracer: MessageTracer): Promise<TraceRecord> {
  try {
    return await tracer.traceAndAsk()
  } catch (error) {
    // Whoever ends it is to know what they cannot take back.
    if (signal.aborted && !tracer.message.dryRun) stderr.write(`interrupted: ${MAYBE_DELIVERED}\n`)
    throw error
  }
}

const MAYBE_DELIVERED = 'the message may have been delivered'

async function openTracer(
  io: Io,
  { subject = '', payload, flags }: TypedTrace,
): Promise<MessageTracer> {
  requireSubject(subject)
  if (flags.reply !== undefined) requireSubject(flags.reply)
  const headers = parseHeaders(flags.header ?? [])
  return MessageTracer.open(io, flags, {
    subject,
    payload: await readPayload(io, { text: payload, size: flags.size }),
    headers,
    deliver: flags.deliver === true,
    traceparent: flags.traceparent !== false,
    ...(flags.reply !== undefined && { reply: flags.reply }),
    ...(flags.msgTrace !== undefined && { msgTraceDest: flags.msgTrace }),
  })
}

function showDiff(io: Io, flags: TraceFlags, before: TraceRecord, after: TraceRecord): number {
  const diff = diffTraces(before, after)
  const isJson = formatOf(flags) === 'json'
  io.stdout.write(
    `${isJson ? JSON.stringify(diff, null, 2) : renderDiff(diff, lineWidth(io.stdout))}\n`,
  )
  return diff.same ? 0 : 1
}
