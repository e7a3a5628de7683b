import { TelemetryError } from '../../telemetry-error.ts'
import { percentDecode } from './percent-decode.ts'
import { USER_AGENT } from './user-agent.ts'
import { validateHeaderName, validateHeaderValue } from 'node:http'

/** Headers by their names in lower case. */
export type RequestHeaders = Readonly<Record<string, string>>

/**
 * What is sent with each request: the user and the password of the URL, and over them the headers
 * that were asked for, without those that say how a request is encoded.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if a header cannot be sent by HTTP
 */
export function requestHeaders(url: URL, headers: RequestHeaders): RequestHeaders {
  const result: Record<string, string> = { 'user-agent': USER_AGENT, ...authorization(url) }
  for (const [name, value] of Object.entries(headers)) {
    checkHeader(name, value)
    if (!OURS.has(name.toLowerCase())) result[name.toLowerCase()] = value
  }
  return result
}

const OURS: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'transfer-encoding',
])

function authorization({ username, password }: URL): RequestHeaders {
  if (username === '' && password === '') return {}
  const credentials = `${percentDecode(username)}:${percentDecode(password)}`
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
}

// The error of Node is not kept as the cause: the value may be a secret.
function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  } catch {
    throw new TelemetryError(
      'OPTION_INVALID',
      `header ${JSON.stringify(name)} cannot be sent by HTTP`,
      { hint: 'its name or its value holds characters that HTTP does not allow' },
    )
  }
}
