import { toSpans } from '@hopscope/path'
import { sendTraces, tracesOptionsFromEnv } from '@hopscope/telemetry/bridge'
import { randomBytes } from 'node:crypto'
import type { Io } from '../../io.ts'
import { orInterrupt } from '../../or-interrupt.ts'
import type { TraceRecord } from '../record/trace-record.ts'
import { producerSpan } from './producer-span.ts'

/**
 * Sends the hops of a trace to an OpenTelemetry backend, as spans without the message's headers,
 * below the span of the one who sent the message if that is us.
 *
 * @param url a base such as `http://localhost:4318`, or the whole URL that takes traces
 * @throws {TelemetryError} EXPORT_FAILED or OPTION_INVALID
 * @throws {CliError} INTERRUPTED
 */
export async function sendSpans(
  { env, stderr, signal }: Io,
  record: TraceRecord,
  url: string,
): Promise<void> {
  const { events, traceId = randomBytes(16).toString('hex') } = record
  const hops = events.flatMap((event) => toSpans(event, { traceId }) ?? [])
  const resourceSpans = [producerSpan(record) ?? [], hops].flat()
  if (hops.length === 0) {
    stderr.write('there is no span to send\n')
    return
  }
  const options = tracesOptionsFromEnv({ ...env, ...endpoint(url) })
  if (options === undefined) return
  await orInterrupt(sendTraces({ resourceSpans }, options), signal)
  const spans = resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((of) => of.spans))
  stderr.write(
    `sent ${spans.length} ${spans.length === 1 ? 'span' : 'spans'} of trace ${traceId}\n`,
  )
}

// As the variables of OpenTelemetry have it: `/v1/traces` is added to a base only.
function endpoint(url: string): Readonly<Record<string, string>> {
  const isBase = URL.canParse(url) && new URL(url).pathname === '/'
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: isBase ? '' : url,
  }
}
