import { readHeader } from '@hopscope/observe/headers'
import { decodeTraces, type ResourceSpans } from '@hopscope/observe/otlp'
import { decodeTraceEvent, toSpans } from '@hopscope/path'
import { gunzip, openBody } from '../convert/open-body.ts'
import { serviceOf } from '../convert/service-of.ts'
import { isHops } from '../convert/signal-of.ts'
import type { StoredTelemetry } from '../convert/stored-telemetry.ts'
import { readTraces } from '../convert/text/read-traces.ts'

export type { StoredTelemetry } from '../convert/stored-telemetry.ts'

/**
 * The spans in one message of TELEMETRY: those of a service, in OTLP or as DagNats writes them, or
 * those of one server hop.
 *
 * A server's trace event of a message without a usable `traceparent` has none. A message that is
 * neither, or cannot be read, is `undefined`.
 */
export function decodeTelemetry(message: StoredTelemetry): readonly ResourceSpans[] | undefined {
  if (isHops(message.subject)) return decodeHops(message)
  if (message.subject.startsWith('telemetry.spans.')) return decodeSpans(message)
  return undefined
}

function decodeHops({ data, headers = [] }: StoredTelemetry): readonly ResourceSpans[] | undefined {
  const event = decodeTraceEvent(data, readHeader(headers, 'Content-Encoding')[0])
  if (!event) return undefined

  const spans = toSpans(event)
  return spans ? [spans] : []
}

function decodeSpans(message: StoredTelemetry): readonly ResourceSpans[] | undefined {
  const body = openBody(message)
  if ('undecodable' in body) return undefined
  if (body.format === 'json') {
    const traces = readTraces(body.text, serviceOf(message.subject) ?? UNKNOWN_SERVICE)
    return 'undecodable' in traces ? undefined : traces.resourceSpans
  }

  const bytes = body.encoding ? gunzip(body.bytes) : body.bytes
  return bytes && decodeTraces(bytes)?.resourceSpans
}

// What OpenTelemetry has for a service that has no name.
const UNKNOWN_SERVICE = 'unknown_service'
