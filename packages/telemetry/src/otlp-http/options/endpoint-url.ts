import { TelemetryError } from '../../telemetry-error.ts'
import { type Signal } from '../signal.ts'

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
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/i, '$1').replace(/[?#].*$/, '')
}
