import type { TimeInput } from '@opentelemetry/api'
import type { Runtime } from '../runtime.ts'
import { toUnixNano } from '../to-unix-nano.ts'
import type { RecordedTime } from './span-record.ts'

/** A time as it is recorded: now, if none is given. */
export function timeOf(time: TimeInput | undefined, runtime: Runtime): RecordedTime {
  if (time === undefined && runtime.numbers) return runtime.numbers.elapsedMs()
  return toUnixNano(time, runtime)
}

/** Whether a time is earlier than another. */
export function isBefore(a: RecordedTime, b: RecordedTime, { numbers }: Runtime): boolean {
  if (typeof a === typeof b) return a < b
  const origin = numbers?.originUnixNano ?? 0n
  return toNano(a, origin) < toNano(b, origin)
}

/** A recorded time in nanoseconds since 1970. */
export function toNano(time: RecordedTime, originUnixNano: bigint): bigint {
  return typeof time === 'bigint' ? time : originUnixNano + BigInt(Math.round(time * 1e6))
}
