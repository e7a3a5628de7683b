/**
 * The nanoseconds since 1970 of a time as Go's RFC3339Nano writes it, which may be before 1970;
 * `undefined` when it is none.
 */
export function parseTime(text: string): bigint | undefined {
  const [, seconds, fraction = '', zone] = PATTERN.exec(text) ?? []
  if (seconds === undefined || zone === undefined) return undefined
  const ms = Date.parse(seconds + zone)
  return Number.isNaN(ms) ? undefined : BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}

const PATTERN = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/
