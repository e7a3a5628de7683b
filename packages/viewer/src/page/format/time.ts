/** The time of day, with milliseconds, where the reader is: `15:16:39.042`. */
export function formatTime(ms: number): string {
  const date = new Date(ms)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${three(date.getMilliseconds())}`
}

/** Day and time, where the reader is: `2026-11-21 15:16:39.042`. */
export function formatDateTime(ms: number): string {
  const date = new Date(ms)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${formatTime(ms)}`
}

/** The time of day alone if it is today's, else with its day. */
export function formatMoment(ms: number, nowMs: number): string {
  return new Date(ms).toDateString() === new Date(nowMs).toDateString()
    ? formatTime(ms)
    : formatDateTime(ms)
}

/** How long ago in one unit: `now`, `12 s ago`, `3 min ago`, `5 h ago`, `2 d ago`. */
export function formatAge(ms: number, nowMs: number): string {
  const seconds = Math.round((nowMs - ms) / 1000)
  if (seconds < 1) return 'now'
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.trunc(seconds / 60)} min ago`
  if (seconds < 86_400) return `${Math.trunc(seconds / 3600)} h ago`

  return `${Math.trunc(seconds / 86_400)} d ago`
}

/** Milliseconds of a decimal text of nanoseconds, which a double would round. */
export function unixNanoToMs(unixNano: string): number {
  if (!/^[0-9]{1,20}$/.test(unixNano)) return 0
  const nanos = BigInt(unixNano)

  return Number(nanos / 1_000_000n) + Number(nanos % 1_000_000n) / 1e6
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function three(value: number): string {
  return String(value).padStart(3, '0')
}
