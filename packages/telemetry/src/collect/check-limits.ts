import { TelemetryError } from '../telemetry-error.ts'

/**
 * Checks that every limit is 0 or more; `Infinity` is none.
 *
 * @throws {@link TelemetryError} OPTION_INVALID
 */
export function checkLimits(limits: object = {}): void {
  for (const [name, value] of Object.entries(limits)) {
    if (typeof value === 'number' && value >= 0) continue
    const given = String(value)
    throw new TelemetryError('OPTION_INVALID', `limits.${name} must be 0 or more, got ${given}`)
  }
}
