import {
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  formatLogsJson,
  formatMetricsJson,
  formatTracesJson,
} from '@hopscope/observe/otlp'
import type { Signal } from '../signal.ts'

/** A protobuf request as OTLP JSON; `undefined` when it is malformed, or longer in JSON than text may be. */
export function toJsonRequest(signal: Signal, body: Uint8Array): Uint8Array | undefined {
  try {
    const json = FORMATS[signal](body)
    return json === undefined ? undefined : Buffer.from(json)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const FORMATS: Readonly<Record<Signal, (body: Uint8Array) => string | undefined>> = {
  traces: (body) => formatOr(decodeTraces(body), formatTracesJson),
  logs: (body) => formatOr(decodeLogs(body), formatLogsJson),
  metrics: (body) => formatOr(decodeMetrics(body), formatMetricsJson),
}

function formatOr<T>(data: T | undefined, format: (data: T) => string): string | undefined {
  return data === undefined ? undefined : format(data)
}
