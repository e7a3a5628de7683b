import type { Environment } from '@hopscope/observe/recorder'
import { encodeTraces, type TraceData } from '@hopscope/observe/otlp'
import {
  Backend,
  signalOptionsFromEnv,
  signalUrl,
  type Outcome,
  type RequestOptions,
} from '../otlp-http/index.ts'
import { TelemetryError } from '../telemetry-error.ts'

/** Where spans are sent, and how. */
export interface SendTracesOptions extends RequestOptions {
  /** The URL that takes traces, as it is: {@link tracesOptionsFromEnv} makes it from an endpoint. */
  readonly url: string
}

/**
 * Sends spans to an OpenTelemetry backend by OTLP over HTTP; once, without retries.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if an option is not what it may be
 * @throws {@link TelemetryError} EXPORT_FAILED if the backend cannot be reached or does not take them,
 * or not all of them
 */
export async function sendTraces(traces: TraceData, options: SendTracesOptions): Promise<void> {
  const { url, ...settings } = options
  await using backend = new Backend({ traces: { ...settings, endpoint: url } })
  const outcome = await backend.send('traces', [encodeTraces(traces)])
  const problem = problemOf(outcome)
  if (problem === undefined) return
  throw new TelemetryError('EXPORT_FAILED', `${backend.url('traces')} ${problem}`, {
    hint: 'does a backend listen there for OTLP/HTTP?',
  })
}

function problemOf(outcome: Outcome): string | undefined {
  if (outcome.kind !== 'accepted') return `did not take the spans: ${outcome.reason}`
  const { rejected, message = 'it does not say why' } = outcome
  return rejected === 0 ? undefined : `rejected ${rejected} of the spans: ${message}`
}

/**
 * The settings of OpenTelemetry's environment variables that say where traces go, and how; nothing
 * without an endpoint.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if the endpoint is no http or https URL, or if gRPC is
 * asked for
 */
export function tracesOptionsFromEnv(env: Environment): SendTracesOptions | undefined {
  const general = env['OTEL_EXPORTER_OTLP_ENDPOINT']?.trim()
  const isSet = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']?.trim() || general
  if (!isSet) return undefined

  const { endpoint, ...settings } = signalOptionsFromEnv(env, 'traces')
  return { ...settings, url: endpoint ?? signalUrl(general ?? '', 'traces') }
}
