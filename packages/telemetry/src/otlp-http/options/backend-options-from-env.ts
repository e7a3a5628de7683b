import { countFromEnv, warnIgnored, type Environment } from '@hopscope/observe/recorder'
import { TelemetryError } from '../../telemetry-error.ts'
import type { BackendOptions, RequestOptions, SignalOptions } from './backend-options.ts'
import { checkUrl } from './endpoint-url.ts'
import { parseHeaderList } from './parse-header-list.ts'
import { SIGNALS, type Signal } from '../signal.ts'

/**
 * What OpenTelemetry's variables `OTEL_EXPORTER_OTLP_…` say of a backend; only what they say, so that
 * it can be put over something else or below it.
 *
 * A variable that is empty is not set. One that is not what it may be is ignored, and
 * OpenTelemetry's `diag` is warned of it, except where telemetry would go astray.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if an endpoint is no http or https URL, or if gRPC is
 * asked for
 */
export function backendOptionsFromEnv(env: Environment): BackendOptions {
  for (const signal of SIGNALS) requireHttp(env, signal)
  return {
    ...optionsFromEnv(env, GENERAL),
    ...ownOptions(env, 'traces'),
    ...ownOptions(env, 'logs'),
    ...ownOptions(env, 'metrics'),
  }
}

function ownOptions(env: Environment, signal: Signal): BackendOptions {
  const own = optionsFromEnv(env, prefixOf(signal))
  return Object.keys(own).length === 0 ? {} : { [signal]: own }
}

/**
 * The same for one signal alone, what it sets for itself put over what is set for all; its endpoint
 * is there only if it has one of its own.
 *
 * @throws {@link TelemetryError} OPTION_INVALID
 */
export function signalOptionsFromEnv(env: Environment, signal: Signal): SignalOptions {
  requireHttp(env, signal)
  const { endpoint: _, ...general } = optionsFromEnv(env, GENERAL)
  return { ...general, ...optionsFromEnv(env, prefixOf(signal)) }
}

const GENERAL = 'OTEL_EXPORTER_OTLP'

function prefixOf(signal: Signal): string {
  return `${GENERAL}_${signal.toUpperCase()}`
}

function optionsFromEnv(env: Environment, prefix: string): SignalOptions {
  const endpoint = textOf(env, `${prefix}_ENDPOINT`)
  const headers = textOf(env, `${prefix}_HEADERS`)
  const timeoutMs = timeoutFromEnv(env, `${prefix}_TIMEOUT`)
  return {
    ...(endpoint !== undefined && { endpoint: checkUrl(endpoint) }),
    ...(headers !== undefined && { headers: parseHeaderList(headers) }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...choiceFromEnv(env, `${prefix}_PROTOCOL`, 'protocol', ['http/protobuf', 'http/json']),
    ...choiceFromEnv(env, `${prefix}_COMPRESSION`, 'compression', ['gzip', 'none']),
    ...fileFromEnv(env, `${prefix}_CERTIFICATE`, 'certificateFile'),
    ...fileFromEnv(env, `${prefix}_CLIENT_KEY`, 'clientKeyFile'),
    ...fileFromEnv(env, `${prefix}_CLIENT_CERTIFICATE`, 'clientCertificateFile'),
  }
}

function timeoutFromEnv(env: Environment, name: string): number | undefined {
  const timeoutMs = countFromEnv(env, name)
  // A timeout of 0 is none (OpenTelemetry's configuration, common types).
  if (timeoutMs === 0) return Number.POSITIVE_INFINITY
  if (timeoutMs === undefined || timeoutMs <= LONGEST_TIMER_MS) return timeoutMs
  warnIgnored(name, String(timeoutMs), `${LONGEST_TIMER_MS} at most`)
  return undefined
}

// What setTimeout can wait for.
const LONGEST_TIMER_MS = 2_147_483_647

function choiceFromEnv<K extends 'protocol' | 'compression'>(
  env: Environment,
  name: string,
  option: K,
  choices: readonly NonNullable<RequestOptions[K]>[],
): RequestOptions {
  const text = textOf(env, name)?.toLowerCase()
  const choice = choices.find((one) => one === text)
  if (choice !== undefined) return { [option]: choice }
  if (text !== undefined && text !== 'grpc') warnIgnored(name, text, choices.join(' or '))
  return {}
}

function fileFromEnv(env: Environment, name: string, option: keyof RequestOptions): RequestOptions {
  const file = textOf(env, name)
  return file === undefined ? {} : { [option]: file }
}

function requireHttp(env: Environment, signal: Signal): void {
  const names = [`${prefixOf(signal)}_PROTOCOL`, `${GENERAL}_PROTOCOL`]
  const name = names.find((one) => textOf(env, one) !== undefined)
  if (name === undefined || textOf(env, name)?.toLowerCase() !== 'grpc') return
  throw new TelemetryError('OPTION_INVALID', `${name} is grpc, which is not offered`, {
    hint: 'set it to http/protobuf, and the endpoint to the port for OTLP over HTTP, 4318',
  })
}

function textOf(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined
}
