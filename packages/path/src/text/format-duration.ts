/** A time of `nanos` nanoseconds for people, in two digits or a bit more: `43 µs`, `9.8 ms`, `1.2 s`. */
export function formatDuration(nanos: bigint): string {
  if (nanos < 0n) return `-${formatDuration(-nanos)}`
  const ns = Number(nanos)
  if (ns === 0) return '0 ms'
  if (ns < 99_500) return `${round(ns / 1e3)} µs`
  if (ns < 999_500_000) return `${round(ns / 1e6)} ms`
  if (ns < 59_950_000_000) return `${round(ns / 1e9)} s`
  const minutes = Math.round(ns / 6e10)
  if (minutes < 60) return `${minutes} min`
  const hours = ns / 3.6e12
  return hours < 48 ? `${round(hours)} h` : `${round(hours / 24)} d`
}

/** As {@link formatDuration}, with a sign: time on the way from one place to the next. */
export function formatLatency(nanos: bigint): string {
  return nanos < 0n ? formatDuration(nanos) : `+${formatDuration(nanos)}`
}

function round(value: number): string {
  return value < 9.95 ? String(Number(value.toFixed(1))) : String(Math.round(value))
}
