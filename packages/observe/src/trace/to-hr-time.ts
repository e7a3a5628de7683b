import type { HrTime } from '@opentelemetry/api'

/** Nanoseconds since 1970 as OpenTelemetry's API takes them; nothing for what is no such number. */
export function toHrTime(unixNano: bigint | undefined): HrTime | undefined {
  if (typeof unixNano !== 'bigint' || unixNano < 0n) return undefined
  return [Number(unixNano / NANOS_PER_SECOND), Number(unixNano % NANOS_PER_SECOND)]
}

const NANOS_PER_SECOND = 1_000_000_000n
