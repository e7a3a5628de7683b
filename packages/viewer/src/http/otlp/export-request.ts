import type { TelemetryFormat, TelemetrySignal } from '../../exchange/import/telemetry-record.ts'

/** A request to take telemetry, unpacked. */
export interface ExportRequest {
  readonly signal: TelemetrySignal
  readonly format: TelemetryFormat
  readonly bytes: Uint8Array
}
