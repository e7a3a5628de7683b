import {
  type TelemetryFormat,
  type TelemetrySignal,
} from '../../exchange/import/telemetry-record.ts'
import { type AddResult } from '../../trace-index/trace-index.ts'
import { Refusal } from '../refusal.ts'

/** The body of an answer to an export, and what it is. */
export interface OtlpAnswer {
  readonly format: TelemetryFormat
  readonly body: Uint8Array
}

/**
 * The response that OTLP has for a request that was taken: empty, since it was taken as a whole.
 *
 * A request is one message of telemetry, which is read whole or not at all.
 *
 * @throws {@link Refusal} BODY_INVALID if it could not be read: sending it again is of no use
 */
export function exportAnswer(
  signal: TelemetrySignal,
  format: TelemetryFormat,
  { unreadable, problem }: Pick<AddResult, 'unreadable' | 'problem'>,
): OtlpAnswer {
  if (unreadable > 0) {
    const detail = `the request of ${signal} cannot be read: ${problem ?? 'it is malformed'}`
    throw new Refusal(400, 'BODY_INVALID', detail)
  }
  return { format, body: new TextEncoder().encode(format === 'json' ? '{}' : '') }
}
