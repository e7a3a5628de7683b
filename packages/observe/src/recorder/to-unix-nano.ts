import type { TimeInput } from '@opentelemetry/api'
import type { Runtime } from './runtime.ts'

/**
 * Nanoseconds since 1970 of a time in any of the ways of OpenTelemetry's API; now, when none is given.
 *
 * A small number is a reading of `performance.now()`, as the API allows. A time that is none, such as
 * that of an invalid `Date`, is now: a span must not throw for it.
 */
export function toUnixNano(time: TimeInput | undefined, runtime: Runtime): bigint {
  if (time === undefined) return runtime.now()
  if (Array.isArray(time)) return fromHrTime(time[0], time[1]) ?? runtime.now()

  const millis = time instanceof Date ? time.getTime() : time
  const isReading = !(time instanceof Date) && millis < performance.timeOrigin
  const nanos = Math.round((isReading ? millis + performance.timeOrigin : millis) * 1e6)
  return Number.isFinite(nanos) ? BigInt(nanos) : runtime.now()
}

function fromHrTime(seconds: number, nanos: number): bigint | undefined {
  if (!Number.isFinite(seconds) || !Number.isFinite(nanos)) return undefined

  const whole = Math.trunc(seconds)
  const rest = Math.round((seconds - whole) * 1e9 + nanos)
  return BigInt(whole) * 1_000_000_000n + BigInt(rest)
}
