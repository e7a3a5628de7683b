import type { TimeInput } from '@opentelemetry/api'
import type { Runtime } from './runtime.ts'

/**
 * Nanoseconds since 1970 of a time in any of the ways of OpenTelemetry's API; now, when none is given.
 *
 * A small number is a reading of `performance.now()`, as the API allows. A time that is none, such as
 * that of an invalid `Date`, a `bigint`, or one that 64 bits do not hold, is now: a span must not
 * throw for it.
 */
export function toUnixNano(time: TimeInput | undefined, { now }: Pick<Runtime, 'now'>): bigint {
  return parseTime(time) ?? now()
}

function parseTime(time: unknown): bigint | undefined {
  if (time === undefined) return undefined
  try {
    const nanos = Array.isArray(time) ? fromHrTime(time[0], time[1]) : fromMillis(time)
    return nanos !== undefined && BigInt.asUintN(64, nanos) === nanos ? nanos : undefined
  } catch {
    // A proxy of a `Date` cannot be asked for its time.
    return undefined
  }
}

function fromMillis(time: unknown): bigint | undefined {
  const millis = time instanceof Date ? time.getTime() : time
  if (typeof millis !== 'number') return undefined

  const isReading = !(time instanceof Date) && millis < performance.timeOrigin
  const nanos = Math.round((isReading ? millis + performance.timeOrigin : millis) * 1e6)
  return Number.isFinite(nanos) ? BigInt(nanos) : undefined
}

function fromHrTime(seconds: unknown, nanos: unknown): bigint | undefined {
  if (typeof seconds !== 'number' || typeof nanos !== 'number') return undefined
  if (!Number.isFinite(seconds) || !Number.isFinite(nanos)) return undefined

  const whole = Math.trunc(seconds)
  const rest = Math.round((seconds - whole) * 1e9 + nanos)
  return BigInt(whole) * 1_000_000_000n + BigInt(rest)
}
