import { TelemetryError } from '../telemetry-error.ts'

/**
 * Checks that an option is one of the texts that it may be; absent is fine.
 *
 * @throws {@link TelemetryError} OPTION_INVALID
 */
export function checkChoice(
  option: string,
  value: string | undefined,
  choices: readonly string[],
): void {
  if (value === undefined || choices.includes(value)) return
  const allowed = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
  throw new TelemetryError('OPTION_INVALID', `${option} must be ${allowed}, got ${value}`)
}
