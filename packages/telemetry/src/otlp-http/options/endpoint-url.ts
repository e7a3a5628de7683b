import { TelemetryError } from '../../telemetry-error.ts'
import type { Signal } from '../signal.ts'

/**
 * The URL of a signal below an endpoint for all: the path of the endpoint is kept, and so is its query.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if the endpoint is no http or https URL
 */
export function signalUrl(endpoint: string, signal: Signal): string {
  const url = new URL(checkUrl(endpoint))
  url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/${signal}`
  return url.href
}

/**
 * The URL that was given.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if it is no http or https URL
 */
export function checkUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url
  throw new TelemetryError('OPTION_INVALID', `${redactUrl(url)} is no http or https URL`, {
    hint: 'an endpoint is something like http://localhost:4318',
  })
}

/** What of a URL may be shown: it may hold a password, and its query a token; what is not quite a URL, too. */
export function redactUrl(url: string): string {
  // Where it is clear what the query is, an @ in it ends no password; elsewhere a ? may be in one.
  const isClear = url.startsWith('/') || Boolean(URL.parse(url)?.host)
  const text = isClear ? url.replace(QUERY, '') : url
  return text.replace(CREDENTIALS, '$1').replace(QUERY, '')
}

const CREDENTIALS = /^([a-z][a-z0-9+.-]*:\/\/)?.*@/i
const QUERY = /[?#].*$/s
