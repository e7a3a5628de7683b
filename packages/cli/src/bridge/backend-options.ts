import {
  backendOptionsFromEnv,
  SIGNALS,
  type BackendOptions,
  type Signal,
  type SignalOptions,
} from '@hopscope/telemetry/bridge'
import { CliError } from '../cli-error.ts'
import type { Env } from '../connect/env.ts'
import { parseHeaders } from '../trace/message/parse-headers.ts'
import type { BackendFlags } from './bridge-flags.ts'

/** Where telemetry is sent, and which of it. */
export interface BackendChoice {
  readonly backend: BackendOptions
  /** The signals that have an endpoint. */
  readonly signals: readonly Signal[]
}

/**
 * What flags and OpenTelemetry's variables say of a backend. A flag for all signals comes before the
 * variables, those of single signals included.
 *
 * @throws {CliError} ARGUMENT_INVALID if no endpoint is told, or a header is malformed
 * @throws {TelemetryError} OPTION_INVALID if a variable is not what it may be
 */
export function backendOptions(flags: BackendFlags, env: Env): BackendChoice {
  const told = backendOptionsFromEnv(unsaid(flags, env))
  const common = commonOptions(flags)
  const headers = headersOf(flags)
  const backend: BackendOptions = {
    ...told,
    ...common,
    ...(headers !== undefined && { headers: withHeaders(told.headers, headers) }),
    ...Object.fromEntries(
      SIGNALS.map((signal) => [signal, ownOptions(told[signal] ?? {}, { flags, signal, common })]),
    ),
  }
  const signals = SIGNALS.filter(
    (signal) => (backend[signal]?.endpoint ?? backend.endpoint) !== undefined,
  )
  if (signals.length === 0) throw noEndpoint()
  return { backend, signals }
}

// A variable of what a flag says is not read, so that it may be anything.
function unsaid({ endpoint, protocol, ...flags }: BackendFlags, env: Env): Env {
  const said = SIGNALS.filter((signal) => (flags[`${signal}Endpoint`] ?? endpoint) !== undefined)
  const names = [
    ...(endpoint === undefined ? [] : ['ENDPOINT']),
    ...said.map((signal) => `${signal.toUpperCase()}_ENDPOINT`),
    ...(protocol === undefined ? [] : ['PROTOCOL']),
    ...(protocol === undefined ? [] : SIGNALS.map((s) => `${s.toUpperCase()}_PROTOCOL`)),
  ].map((name) => `OTEL_EXPORTER_OTLP_${name}`)
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)))
}

interface Given {
  readonly flags: BackendFlags
  readonly signal: Signal
  /** What flags say of all signals. */
  readonly common: BackendOptions
}

function ownOptions(told: SignalOptions, { flags, signal, common }: Given): SignalOptions {
  const endpoint = flags[`${signal}Endpoint`]
  const headers = headersOf(flags)
  const left: SignalOptions = Object.fromEntries(
    Object.entries(told).filter(([name]) => !(name in common)),
  )
  return {
    ...left,
    // A signal with headers of its own would not have those for all.
    ...(left.headers !== undefined &&
      headers !== undefined && { headers: withHeaders(left.headers, headers) }),
    ...(endpoint !== undefined && { endpoint }),
  }
}

type HeaderValues = Readonly<Record<string, string>>

// Names in whatever case are one header.
function withHeaders(told: HeaderValues = {}, flags: HeaderValues): HeaderValues {
  const taken = new Set(Object.keys(flags).map((name) => name.toLowerCase()))
  const left = Object.entries(told).filter(([name]) => !taken.has(name.toLowerCase()))
  return { ...Object.fromEntries(left), ...flags }
}

function commonOptions(flags: BackendFlags): BackendOptions {
  const { endpoint, protocol, compression, gzipMembers, exportTimeout } = flags
  const { certificate, clientKey, clientCertificate } = flags
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(protocol !== undefined && { protocol }),
    ...(compression !== undefined && { compression }),
    ...(gzipMembers !== undefined && { gzipMembers }),
    ...(exportTimeout !== undefined && { timeoutMs: exportTimeout }),
    ...(certificate !== undefined && { certificateFile: certificate }),
    ...(clientKey !== undefined && { clientKeyFile: clientKey }),
    ...(clientCertificate !== undefined && { clientCertificateFile: clientCertificate }),
  }
}

function headersOf({ header }: BackendFlags): HeaderValues | undefined {
  if (header === undefined) return undefined
  const headers = parseHeaders(header)
  return Object.fromEntries([...headers].map(([name, values]) => [name, values.join(', ')]))
}

function noEndpoint(): CliError {
  return new CliError('ARGUMENT_INVALID', 'there is no backend to send telemetry to', {
    hint: 'name one with --endpoint http://localhost:4318, or set OTEL_EXPORTER_OTLP_ENDPOINT',
  })
}
