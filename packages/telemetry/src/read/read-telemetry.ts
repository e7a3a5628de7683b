import { readHeader } from '@hopscope/observe/headers'
import {
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  type ResourceLogs,
  type ResourceMetrics,
  type ResourceSpans,
} from '@hopscope/observe/otlp'
import { decodeTraceEvent, toSpans } from '@hopscope/path'
import { encodeMeasurements } from '../convert/aggregate.ts'
import { gunzip, openBody, type Unopened } from '../convert/open-body.ts'
import { serviceOf } from '../convert/service-of.ts'
import { isHops, signalOf } from '../convert/signal-of.ts'
import type { StoredTelemetry } from '../convert/stored-telemetry.ts'
import { readLogs } from '../convert/text/read-logs.ts'
import { readMetrics } from '../convert/text/read-metrics.ts'
import { readTraces } from '../convert/text/read-traces.ts'

/** What is in one message of TELEMETRY. */
export type Telemetry =
  | { readonly signal: 'traces'; readonly resourceSpans: readonly ResourceSpans[] }
  | { readonly signal: 'logs'; readonly resourceLogs: readonly ResourceLogs[] }
  | { readonly signal: 'metrics'; readonly resourceMetrics: readonly ResourceMetrics[] }

/** Why there is no {@link Telemetry} in a message. */
export interface UnreadableTelemetry {
  /** As half a sentence for people; it tells the names of fields, never a value of one. */
  readonly undecodable: string
}

/**
 * Reads one message of TELEMETRY, of any signal and format: OTLP as protobuf or JSON, plain or by gzip,
 * DagNats of either generation, or a server's trace event, which becomes spans. It never throws.
 */
export function readTelemetry(message: StoredTelemetry): Telemetry | UnreadableTelemetry {
  const { subject } = message
  const signal = signalOf(subject)
  if (signal === undefined) return { undecodable: 'its subject is of no known signal' }
  if (isHops(subject)) return readHop(message)

  const body = bytesOrText(message)
  if ('undecodable' in body) return body
  const service = serviceOf(subject) ?? UNKNOWN_SERVICE
  if ('text' in body) return readJson(body.text, signal, service)
  return readProtobuf(body.bytes, signal) ?? { undecodable: `it is no request of OTLP ${signal}` }
}

// What OpenTelemetry has for a service that has no name.
const UNKNOWN_SERVICE = 'unknown_service'

function readHop({ data, headers = [] }: StoredTelemetry): Telemetry | UnreadableTelemetry {
  const event = decodeTraceEvent(data, readHeader(headers, 'Content-Encoding')[0])
  if (!event) return { undecodable: 'it is no trace event of a server' }
  const spans = toSpans(event)
  return { signal: 'traces', resourceSpans: spans ? [spans] : [] }
}

function bytesOrText(
  message: StoredTelemetry,
): { readonly text: string } | { readonly bytes: Uint8Array } | Unopened {
  const body = openBody(message)
  if ('undecodable' in body || body.format === 'json') return body
  const bytes = body.encoding ? gunzip(body.bytes) : body.bytes
  return bytes ? { bytes } : { undecodable: 'it cannot be unpacked by gzip to at most 64 MiB' }
}

function readProtobuf(bytes: Uint8Array, signal: Telemetry['signal']): Telemetry | undefined {
  if (signal === 'traces') {
    const data = decodeTraces(bytes)
    return data && { signal, ...data }
  }
  if (signal === 'logs') {
    const data = decodeLogs(bytes)
    return data && { signal, ...data }
  }
  const data = decodeMetrics(bytes)
  return data && { signal, ...data }
}

function readJson(
  text: string,
  signal: Telemetry['signal'],
  service: string,
): Telemetry | UnreadableTelemetry {
  if (signal === 'traces') {
    const data = readTraces(text, service)
    return 'undecodable' in data ? data : { signal, ...data }
  }
  if (signal === 'logs') {
    const data = readLogs(text, service)
    return 'undecodable' in data ? data : { signal, ...data }
  }
  const data = readMetrics(text, service)
  if ('undecodable' in data) return data
  // A measurement is an increase, as a request with one point of delta temporality is.
  if ('value' in data) {
    return {
      signal,
      resourceMetrics: decodeMetrics(encodeMeasurements([data]))?.resourceMetrics ?? [],
    }
  }
  return { signal, ...data }
}
