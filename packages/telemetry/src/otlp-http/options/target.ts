import { TelemetryError } from '../../telemetry-error.ts'
import type { BackendOptions, OtlpProtocol, RequestOptions } from './backend-options.ts'
import { checkUrl, redactUrl, signalUrl } from './endpoint-url.ts'
import { requestHeaders, type RequestHeaders } from './request-headers.ts'
import { secretsOf } from './secrets.ts'
import type { Signal } from '../signal.ts'

/** All that is to be known to send one signal. */
export interface Target {
  readonly signal: Signal
  /** Where to, without user and password. */
  readonly url: URL
  /** The same as it may be shown. */
  readonly shownUrl: string
  readonly headers: RequestHeaders
  readonly secrets: readonly string[]
  readonly protocol: OtlpProtocol
  readonly compression: 'gzip' | 'none' | undefined
  readonly gzipMembers: 'join' | 'recompress'
  readonly timeoutMs: number
  /** For the files of TLS, which are read when a connection needs them. */
  readonly files: RequestOptions
}

/**
 * What the options say of one signal.
 *
 * @throws {@link TelemetryError} OPTION_INVALID
 */
export function resolveTarget(options: BackendOptions, signal: Signal): Target {
  const { endpoint = 'http://localhost:4318', ...general } = options
  const own = options[signal]
  const settings = { ...general, ...own }
  const given = own?.endpoint === undefined ? signalUrl(endpoint, signal) : checkUrl(own.endpoint)
  const { protocol = 'http/protobuf', compression, gzipMembers = 'join' } = settings
  requireOneOf('protocol', protocol, ['http/protobuf', 'http/json'])
  requireOneOf('compression', compression, ['gzip', 'none', undefined])
  requireOneOf('gzipMembers', gzipMembers, ['join', 'recompress'])
  const headers = requestHeaders(new URL(given), settings.headers ?? {})
  return {
    signal,
    url: withoutCredentials(given),
    shownUrl: redactUrl(given),
    headers,
    secrets: secretsOf(new URL(given), headers),
    protocol,
    compression,
    gzipMembers,
    timeoutMs: checkTimeout(settings.timeoutMs ?? 10_000),
    files: settings,
  }
}

function withoutCredentials(given: string): URL {
  const url = new URL(given)
  url.username = ''
  url.password = ''
  return url
}

function checkTimeout(timeoutMs: number): number {
  if (timeoutMs >= 1 && (timeoutMs <= LONGEST_TIMER_MS || timeoutMs === Number.POSITIVE_INFINITY)) {
    return timeoutMs
  }
  throw new TelemetryError(
    'OPTION_INVALID',
    `timeoutMs must be 1 to ${LONGEST_TIMER_MS} or Infinity, got ${timeoutMs}`,
  )
}

// What setTimeout can wait for.
const LONGEST_TIMER_MS = 2_147_483_647

function requireOneOf<T extends string>(
  name: string,
  value: T | undefined,
  allowed: readonly (T | undefined)[],
): void {
  if (allowed.includes(value)) return
  const choices = allowed.filter((choice) => choice !== undefined).join(' or ')
  throw new TelemetryError('OPTION_INVALID', `${name} must be ${choices}, got ${String(value)}`)
}
