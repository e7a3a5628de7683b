import { diag } from '@opentelemetry/api'

/** Variables of the environment by their names, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * A variable that is a whole number of `least` or more.
 *
 * It is `undefined` when it is not set, or empty, which is the same; and when it is something else,
 * of which OpenTelemetry's `diag` is warned.
 */
export function countFromEnv(env: Environment, name: string, least = 0): number | undefined {
  const value = textFromEnv(env, name)
  if (value === undefined) return undefined

  const count = /^\d+$/.test(value) ? Number(value) : Number.NaN
  if (count >= least) return count
  warnIgnored(name, value, `a whole number of ${least} or more`)
  return undefined
}

/** Whether OpenTelemetry is to record nothing at all: `OTEL_SDK_DISABLED` is `true`, in any case. */
export function isSdkDisabled(env: Environment): boolean {
  const value = textFromEnv(env, 'OTEL_SDK_DISABLED')?.toLowerCase()
  if (value === undefined || value === 'true' || value === 'false') return value === 'true'
  warnIgnored('OTEL_SDK_DISABLED', value, 'true or false')
  return false
}

/** A variable without the spaces around it; one that is empty is not set, as the specification has it. */
export function textFromEnv(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined
}

/** Tells OpenTelemetry's `diag` of a variable that is as if it were not set, since it is not what `rule` says. */
export function warnIgnored(name: string, value: string, rule: string): void {
  try {
    diag.warn(`@hopscope/observe: ${name} must be ${rule}, got ${value}; it is ignored`)
  } catch {
    // A logger that fails leaves nobody to be told.
  }
}
