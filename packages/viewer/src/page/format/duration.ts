/** A duration of milliseconds with three digits that say something and its unit: `412 ms`, `1.25 s`, `3 min 20 s`. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return '–'
  const size = Math.abs(ms)
  if (size === 0) return '0 ms'
  if (size < 0.001) return `${digits(ms * 1e6)} ns`
  if (size < 0.9995) return `${digits(ms * 1000)} µs`
  if (size < 999.5) return `${digits(ms)} ms`
  if (size < 59_950) return `${digits(ms / 1000)} s`

  return formatLong(Math.round(size / 1000), ms < 0 ? '-' : '')
}

/** The same of nanoseconds. */
export function formatNs(ns: number): string {
  return formatMs(ns / 1e6)
}

function formatLong(seconds: number, sign: string): string {
  if (seconds < 3600) return sign + pair(Math.trunc(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(seconds / 60)
  if (minutes < 1440) return sign + pair(Math.trunc(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(minutes / 60)

  return sign + pair(Math.trunc(hours / 24), 'd', hours % 24, 'h')
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

function digits(value: number): string {
  const size = Math.abs(value)
  const text = value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2)
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
