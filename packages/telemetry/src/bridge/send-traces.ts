import { encodeTraces, type TraceData } from '@hopscope/observe/otlp'
import { TelemetryError } from '../telemetry-error.ts'

/** Where spans are sent, and how long it may take. */
export interface SendTracesOptions {
  /** The URL that takes traces, as it is: {@link tracesOptionsFromEnv} makes it from an endpoint. */
  readonly url: string
  /** Sent with each request, for authentication. @default none */
  readonly headers?: Readonly<Record<string, string>>
  /** @default 10_000 */
  readonly timeoutMs?: number
}

/**
 * Sends spans to an OpenTelemetry backend as OTLP/HTTP, protobuf; once, without retries.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if a header cannot be sent
 * @throws {@link TelemetryError} EXPORT_FAILED if the backend cannot be reached or does not take them
 */
export async function sendTraces(traces: TraceData, options: SendTracesOptions): Promise<void> {
  const { url, headers = {}, timeoutMs = 10_000 } = options
  checkHeaders(headers)
  let status: number
  try {
    const target = withoutCredentials(url)
    const response = await fetch(target.url, {
      method: 'POST',
      body: encodeTraces(traces),
      headers: { ...target.headers, ...headers, 'Content-Type': 'application/x-protobuf' },
      // A header that authenticates must not follow to wherever the answer points.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    await response.body?.cancel()
    if (response.ok) return
    status = response.status
  } catch (error) {
    throw failed(url, reasonOf(error), error)
  }
  throw failed(url, `HTTP status ${status}`)
}

// fetch repeats a value that it refuses in its error, and the value may be a secret.
function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    try {
      new Headers().set(name, value)
    } catch {
      throw new TelemetryError(
        'OPTION_INVALID',
        `header ${JSON.stringify(name)} cannot be sent by HTTP`,
        { hint: 'its name or its value holds characters that HTTP does not allow' },
      )
    }
  }
}

/**
 * The settings of OpenTelemetry's environment variables that say where traces go; nothing without an
 * endpoint.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if the endpoint is no http or https URL
 */
export function tracesOptionsFromEnv(
  env: Readonly<Record<string, string | undefined>>,
): SendTracesOptions | undefined {
  const url = tracesUrl(env)
  if (url === undefined) return undefined

  const timeoutMs = Number(
    env['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT'] ?? env['OTEL_EXPORTER_OTLP_TIMEOUT'],
  )
  const headers = env['OTEL_EXPORTER_OTLP_TRACES_HEADERS'] ?? env['OTEL_EXPORTER_OTLP_HEADERS']
  return {
    url,
    ...(headers && { headers: parseHeaders(headers) }),
    ...(timeoutMs > 0 && { timeoutMs }),
  }
}

// A signal's own endpoint is taken as it is, the general one is a base (OTLP exporter specification,
// "Endpoint URLs for OTLP/HTTP").
function tracesUrl(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const own = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']
  if (own) return checkUrl(own)

  const base = env['OTEL_EXPORTER_OTLP_ENDPOINT']
  return base ? checkUrl(`${base.replace(/\/$/, '')}/v1/traces`) : undefined
}

function checkUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url
  throw new TelemetryError('OPTION_INVALID', `${redact(url)} is no http or https URL`, {
    hint: 'set OTEL_EXPORTER_OTLP_ENDPOINT to something like http://localhost:4318',
  })
}

// `key=value` pairs with commas between them, percent-encoded as in W3C baggage.
function parseHeaders(text: string): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const pair of text.split(',')) {
    const at = pair.indexOf('=')
    if (at > 0) headers[pair.slice(0, at).trim()] = percentDecode(pair.slice(at + 1).trim())
  }
  return headers
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

// fetch refuses a URL with a password, and repeats it in its error.
function withoutCredentials(url: string) {
  const target = new URL(url)
  const { username, password } = target
  if (username === '' && password === '') return { url }

  target.username = ''
  target.password = ''
  const credentials = `${percentDecode(username)}:${percentDecode(password)}`
  const basic = Buffer.from(credentials).toString('base64')
  return { url: target.href, headers: { Authorization: `Basic ${basic}` } }
}

function failed(url: string, reason: string, cause?: unknown): TelemetryError {
  return new TelemetryError('EXPORT_FAILED', `${redact(url)} did not take the spans: ${reason}`, {
    hint: 'does a backend listen there for OTLP/HTTP?',
    ...(cause !== undefined && { cause }),
  })
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

// A URL may hold a password, and its query a token; what is not quite a URL, too.
function redact(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/i, '$1').replace(/[?#].*$/, '')
}
