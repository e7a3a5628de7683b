import {
  decodeLogs,
  decodeMetrics,
  decodeTraces,
  encodeLogs,
  encodeMetrics,
  encodeTraces,
  parseLogsJson,
  parseMetricsJson,
  parseTracesJson,
  type JsonObject,
} from '@hopscope/observe/otlp'
import type { TelemetrySignal } from '../../exchange/import/telemetry-record.ts'
import { countPointsJson, countPointsProtobuf } from './count-points.ts'

/** How requests of a signal are built, which all have items in scopes in resources. */
export interface SignalCodec {
  /** The members of JSON that hold resources, their scopes, and the items of these. */
  readonly members: readonly [resources: string, scopes: string, items: string]
  /** What is counted, in the plural. */
  readonly called: string
  /** Whether these bytes are such a request. */
  isReadable(request: Uint8Array): boolean
  /** The bytes of a request in JSON; `undefined` if it is none. */
  encodeJson(request: JsonObject): Uint8Array | undefined
  /** For how many an item counts: a metric for its data points, any other for itself. */
  countJson(item: unknown): number
  countProtobuf(item: Uint8Array): number
}

/** The codec of each signal. */
export const SIGNAL_CODECS: Readonly<Record<TelemetrySignal, SignalCodec>> = {
  traces: {
    members: ['resourceSpans', 'scopeSpans', 'spans'],
    called: 'spans',
    isReadable: (request) => decodeTraces(request) !== undefined,
    encodeJson: (request) => {
      const data = parseTracesJson(request)
      return data && encodeTraces(data)
    },
    countJson: one,
    countProtobuf: one,
  },
  logs: {
    members: ['resourceLogs', 'scopeLogs', 'logRecords'],
    called: 'log records',
    isReadable: (request) => decodeLogs(request) !== undefined,
    encodeJson: (request) => {
      const data = parseLogsJson(request)
      return data && encodeLogs(data)
    },
    countJson: one,
    countProtobuf: one,
  },
  metrics: {
    members: ['resourceMetrics', 'scopeMetrics', 'metrics'],
    called: 'data points',
    isReadable: (request) => decodeMetrics(request) !== undefined,
    encodeJson: (request) => {
      const data = parseMetricsJson(request)
      return data && encodeMetrics(data)
    },
    countJson: countPointsJson,
    countProtobuf: countPointsProtobuf,
  },
}

function one(): number {
  return 1
}
