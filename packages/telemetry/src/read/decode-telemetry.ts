import { readHeader, type HeaderCarrier } from '@hopscope/observe/headers'
import { decodeTraces, parseTracesJson, type ResourceSpans } from '@hopscope/observe/otlp'
import { decodeTraceEvent, toSpans } from '@hopscope/path'
import { gunzipSync } from 'node:zlib'

/** The little of a stored message that says what telemetry it is. */
export interface StoredTelemetry {
  readonly subject: string
  readonly data: Uint8Array
  readonly headers?: HeaderCarrier | undefined
}

/** The most that a message may hold once it is unpacked, in bytes: what OTLP allows a request. */
const MAX_BYTES = 64 * 1024 ** 2

/**
 * The spans in one message of TELEMETRY: those of a service, or those of one server hop.
 *
 * A server's trace event of a message without a usable `traceparent` has none. A message that is
 * neither, or cannot be read, is `undefined`.
 */
export function decodeTelemetry(message: StoredTelemetry): readonly ResourceSpans[] | undefined {
  if (isHops(message.subject)) return decodeHops(message)
  if (message.subject.startsWith('telemetry.spans.')) return decodeSpans(message)
  return undefined
}

function isHops(subject: string): boolean {
  return subject === 'telemetry.hops' || subject.startsWith('telemetry.hops.')
}

function decodeHops({ data, headers = [] }: StoredTelemetry): readonly ResourceSpans[] | undefined {
  const event = decodeTraceEvent(data, readHeader(headers, 'Content-Encoding')[0])
  if (!event) return undefined

  const spans = toSpans(event)
  return spans ? [spans] : []
}

function decodeSpans({
  data,
  headers = [],
}: StoredTelemetry): readonly ResourceSpans[] | undefined {
  const body = readHeader(headers, 'Content-Encoding')[0] === 'gzip' ? gunzip(data) : data
  if (!body) return undefined

  // What was stored without a content type is told apart by its first character: OTLP JSON is an object.
  const isJson = body[0] === 0x7b || readHeader(headers, 'Content-Type')[0] === 'application/json'
  const traces = isJson ? parseTracesJson(new TextDecoder().decode(body)) : decodeTraces(body)
  return traces?.resourceSpans
}

function gunzip(data: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(data, { maxOutputLength: MAX_BYTES })
  } catch {
    return undefined
  }
}
