import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { TelemetrySignal } from '../../exchange/import/telemetry-record.ts'
import { setSecurityHeaders } from '../answer/security-headers.ts'
import { isOwnFailure } from '../answer/to-problem.ts'
import { readBody } from '../body/read-body.ts'
import { allowedHosts, checkHost } from '../guard/check-host.ts'
import { listen } from '../listen.ts'
import type { IndexPort } from '../ports.ts'
import { Refusal } from '../refusal.ts'
import type { OtlpReceiverOptions, ServeLimits } from '../serve-options.ts'
import { allowOrigin, answerPreflight } from './allow-origin.ts'
import { encodeResponse } from './encode-response.ts'
import { IntakeGate } from './intake-gate.ts'
import { sendOtlp, sendOtlpError } from './send-otlp.ts'
import { takeExport } from './take-export.ts'

/** A receiver of OTLP over HTTP. */
export interface OtlpReceiver extends AsyncDisposable {
  readonly port: number
  /** What to set `OTEL_EXPORTER_OTLP_ENDPOINT` to. */
  readonly url: string
}

export interface ReceiveOtlpOptions extends OtlpReceiverOptions {
  readonly index: IndexPort
  readonly limits: Required<ServeLimits>
  readonly onError: (error: unknown) => void
}

/**
 * Takes traces, logs and metrics by OTLP over HTTP into the index, as protobuf or JSON, plain or gzip.
 *
 * It gives nothing back but how much it did not take, so that it needs no token. Web pages may send to it only
 * from origins that were allowed.
 *
 * @throws {@link ViewerError} PORT_UNAVAILABLE if nothing can be served on the port
 */
export async function receiveOtlp(options: ReceiveOtlpOptions): Promise<OtlpReceiver> {
  const { port = DEFAULT_PORT, limits, onError } = options
  const gate = new IntakeGate({
    maxRequests: MAX_REQUESTS,
    maxBytes: MAX_LARGE_REQUESTS * limits.maxImportBytes,
  })
  const listening = await listen(receiver({ ...options, gate }), {
    what: 'OTLP',
    port,
    requestTimeoutMs: limits.requestTimeoutMs,
    onError,
  })
  return {
    port: listening.port,
    url: `http://127.0.0.1:${listening.port}`,
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  }
}

// The port that the specification of OTLP gives it.
const DEFAULT_PORT = 4318
const HOSTS = allowedHosts()
const MAX_REQUESTS = 16
// As many as may be as large as one may be.
const MAX_LARGE_REQUESTS = 2

interface Receiver extends ReceiveOtlpOptions {
  readonly gate: IntakeGate
}

function receiver(options: Receiver): RequestListener {
  return (request, response) => {
    void (async () => {
      try {
        await receive(request, response, options)
      } catch (error) {
        if (isOwnFailure(error)) options.onError(error)
        await sendOtlpError(request, response, error).catch(options.onError)
      }
    })()
  }
}

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { index, limits, gate, allowedOrigins = [] }: Receiver,
): Promise<void> {
  setSecurityHeaders(response)
  checkHost(request, HOSTS)
  const isFromPage = allowOrigin(request, response, allowedOrigins)
  const [path = ''] = (request.url ?? '').split('?', 1)
  const signal = SIGNALS.get(path)
  if (signal === undefined) {
    throw new Refusal(404, 'ROUTE_UNKNOWN', 'there are /v1/traces, /v1/logs and /v1/metrics')
  }
  if (request.method === 'OPTIONS' && isFromPage) {
    answerPreflight(response)
    return
  }
  if (request.method !== 'POST') {
    throw new Refusal(405, 'METHOD_UNKNOWN', 'telemetry is sent by POST', {
      headers: { allow: 'POST' },
    })
  }
  await gate.pass(async (onBytes) => {
    const { mediaType, bytes } = await readBody(request, response, {
      mediaTypes: [PROTOBUF, JSON_TYPE],
      maxBytes: limits.maxImportBytes,
      onBytes,
    })
    const format = mediaType === PROTOBUF ? 'protobuf' : 'json'
    const outcome = await takeExport(index, { signal, format, bytes })
    await sendOtlp(request, response, format, encodeResponse({ signal, format }, outcome))
  })
}

const PROTOBUF = 'application/x-protobuf'
const JSON_TYPE = 'application/json'
const SIGNALS: ReadonlyMap<string, TelemetrySignal> = new Map([
  ['/v1/traces', 'traces'],
  ['/v1/logs', 'logs'],
  ['/v1/metrics', 'metrics'],
])
