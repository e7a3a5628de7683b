import {
  logsSubject,
  metricsSubject,
  spansSubject,
  type StoredTelemetry,
} from '@hopscope/telemetry'

export type TelemetrySignal = 'traces' | 'logs' | 'metrics'
export type TelemetryFormat = 'protobuf' | 'json'

/** A request of OTLP as a message of TELEMETRY would have it. */
export function telemetryRecord(
  signal: TelemetrySignal,
  format: TelemetryFormat,
  data: Uint8Array,
): StoredTelemetry {
  return { subject: SUBJECTS[signal], data, headers: [['Content-Type', [MEDIA_TYPES[format]]]] }
}

/** The same, of a text in JSON. */
export function jsonRecord(signal: TelemetrySignal, text: string): StoredTelemetry {
  return telemetryRecord(signal, 'json', new TextEncoder().encode(text))
}

// The names of services are in the bodies.
const SERVICE = 'imported'
const SUBJECTS: Readonly<Record<TelemetrySignal, string>> = {
  traces: spansSubject(SERVICE),
  logs: logsSubject(SERVICE, 'unspecified'),
  metrics: metricsSubject(SERVICE),
}

const MEDIA_TYPES: Readonly<Record<TelemetryFormat, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
}
