import { type Io } from '../io.ts'
import { checkFlags } from './check-flags.ts'
import { diffTraces } from './diff/diff-traces.ts'
import { renderDiff } from './diff/render-diff.ts'
import { type Expectation } from './expect/expectation.ts'
import { parseExpectation } from './expect/parse-expectation.ts'
import { formatOf } from './format-of.ts'
import { formatTrace, type FormatTraceOptions } from './format-trace.ts'
import { MessageTracer } from './message/message-tracer.ts'
import { readPayload } from './message/read-payload.ts'
import { parseHeaders } from './parse-headers.ts'
import { readTrace } from './record/read-trace.ts'
import { saveTrace } from './record/save-trace.ts'
import { type TraceRecord } from './record/trace-record.ts'
import { reportUnmet } from './expect/report-unmet.ts'
import { requireSubject } from './require-subject.ts'
import { runCount } from './count/run-count.ts'
import { runWatch } from './run-watch.ts'
import { toTraceDocument } from './to-trace-document.ts'
import { type TraceFlags } from './trace-flags.ts'
import { type TypedTrace } from './typed-trace.ts'

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
    return conclude(io, flags, record, expectations)
  }

  await using tracer = await openTracer(io, typed)
  const { count, watch } = flags
  const format = formatOptions(flags)
  if (count !== undefined) return await runCount(io, tracer, { count, expectations, ...format })
  if (watch !== undefined) {
    await runWatch(io, tracer, { ...(watch !== true && { intervalMs: watch }), ...format })
    return 0
  }
  const record = await tracer.traceAndAsk()
  if (before !== undefined) return showDiff(io, flags, before, record)
  const exitCode = await conclude(io, flags, record, expectations)
  if (flags.publish === true) {
    const { publishEvents } = await import('./send/publish-events.ts')
    await publishEvents(io, tracer.connection, record, format)
  }
  return exitCode
}

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

async function conclude(
  io: Io,
  flags: TraceFlags,
  record: TraceRecord,
  expectations: readonly Expectation[],
): Promise<number> {
  const format = formatOptions(flags)
  io.stdout.write(formatTrace(io, record, format))
  if (flags.save !== undefined) await saveTrace(flags.save, record, format)
  if (flags.otlp !== undefined) {
    const { sendSpans } = await import('./send/send-spans.ts')
    await sendSpans(io, record, flags.otlp)
  }
  if (expectations.length > 0) return reportUnmet(io, record, expectations) ? 0 : 1
  const { complete, verdict } = toTraceDocument(record)
  return complete && verdict.received ? 0 : 1
}

function formatOptions(flags: TraceFlags): FormatTraceOptions {
  const { showHeaders = false, timestamp = false } = flags
  return { format: formatOf(flags), showHeaders, timestamps: timestamp }
}

function showDiff(io: Io, flags: TraceFlags, before: TraceRecord, after: TraceRecord): number {
  const diff = diffTraces(before, after)
  const isJson = formatOf(flags) === 'json'
  io.stdout.write(`${isJson ? JSON.stringify(diff, null, 2) : renderDiff(diff)}\n`)
  return diff.same ? 0 : 1
}
