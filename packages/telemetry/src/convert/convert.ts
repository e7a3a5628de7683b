import { convertHops } from './convert-hops.ts'
import { convertJson } from './convert-json.ts'
import type { Converted, ConvertOptions } from './converted.ts'
import { openRawBody, textOf } from './open-body.ts'
import { serviceOf } from './service-of.ts'
import { isHops, signalOf } from './signal-of.ts'
import type { StoredTelemetry } from './stored-telemetry.ts'
import { transcodeSpan } from './transcode/transcode-span.ts'

/**
 * Makes what a backend takes of one message of TELEMETRY, whatever wrote it: OTLP as protobuf or JSON,
 * DagNats of either generation, or a server that reports a hop.
 *
 * OTLP as protobuf stays as it is, compressed or not, and only its outside is looked at: a backend may
 * still refuse what is inside. It never throws.
 */
export function convert(record: StoredTelemetry, options: ConvertOptions): Converted {
  const { subject } = record
  const signal = signalOf(subject)
  if (signal === undefined) return { signal, undecodable: 'its subject is of no known signal' }
  if (isHops(subject)) return convertHops(record)

  const body = openRawBody(record)
  if ('undecodable' in body) return { signal, undecodable: body.undecodable }
  if (body.format === 'json') {
    const service = serviceOf(subject) ?? options.fallbackService
    const span = signal === 'traces' ? transcodeSpan(body.bytes, service) : undefined
    if (span) return { signal, body: span, items: 1 }
    return convertJson(textOf(body.bytes), signal, service)
  }
  const { bytes, encoding } = body
  if (bytes.length === 0) return { signal, nothing: true }
  return { signal, body: bytes, ...(encoding && { encoding }), items: undefined }
}
