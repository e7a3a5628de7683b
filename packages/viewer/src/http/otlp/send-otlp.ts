import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TelemetryFormat } from '../../exchange/import/telemetry-record.ts'
import { sendBytes } from '../answer/send-bytes.ts'
import { toProblem } from '../answer/to-problem.ts'
import { mediaTypeOf } from '../body/read-body.ts'
import { Refusal } from '../refusal.ts'
import { encodeStatus } from './encode-status.ts'

/** Sends what OTLP has for a request that was taken. */
export async function sendOtlp(
  request: IncomingMessage,
  response: ServerResponse,
  format: TelemetryFormat,
  body: Uint8Array,
): Promise<void> {
  await sendBytes(request, response, { status: 200, mediaType: MEDIA_TYPES[format], body })
}

/** Sends the `Status` that OTLP has for a request that failed, in the format of the request. */
export async function sendOtlpError(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): Promise<void> {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const { status, detail } = toProblem(error)
  if (!request.complete) response.setHeader('connection', 'close')
  const format = mediaTypeOf(request) === MEDIA_TYPES.protobuf ? 'protobuf' : 'json'
  await sendBytes(request, response, {
    status,
    mediaType: MEDIA_TYPES[format],
    body: encodeStatus(format, detail),
    headers: {
      ...(error instanceof Refusal ? error.headers : {}),
      // Of 503 a sender waits for as long as this, and sends once more.
      ...(status === 503 && { 'retry-after': '5' }),
    },
  })
}

const MEDIA_TYPES: Readonly<Record<TelemetryFormat, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
}
