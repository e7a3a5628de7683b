import type { TelemetryFormat, TelemetrySignal } from '../../exchange/import/telemetry-record.ts'
import { lengthField, numberField } from './protobuf-fields.ts'

/** What became of an export that was taken. */
export interface ExportOutcome {
  /** How many spans, log records or data points were left out. */
  readonly rejected: number
  /** Why, or what else the sender should know; empty when there is nothing to say. */
  readonly message: string
}

/**
 * OTLP's `ExportTraceServiceResponse`, or that of another signal: empty when all was taken, and with
 * `partial_success` when there is something to say.
 */
export function encodeResponse(
  { signal, format }: { readonly signal: TelemetrySignal; readonly format: TelemetryFormat },
  { rejected, message }: ExportOutcome,
): Uint8Array {
  const isWhole = rejected === 0 && message === ''
  if (format === 'json') {
    // 64-bit integers are texts in Protocol Buffers' JSON.
    const told = { [REJECTED[signal]]: String(rejected), errorMessage: message }
    return encoder.encode(JSON.stringify(isWhole ? {} : { partialSuccess: told }))
  }
  if (isWhole) return new Uint8Array()
  const count = rejected === 0 ? [] : [numberField(1, rejected)]
  return lengthField(1, Buffer.concat([...count, lengthField(2, encoder.encode(message))]))
}

const encoder = new TextEncoder()
const REJECTED: Readonly<Record<TelemetrySignal, string>> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
}
