/** A time for people, in one unit or two: `350 ms`, `1.2 s`, `42 s`, `3 min`, `6 h 12 min`, `6 d 23 h`. */
export function formatMs(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 9950) return `${Number((ms / 1000).toFixed(1))} s`
  if (ms < 59_500) return `${Math.round(ms / 1000)} s`
  const minutes = Math.round(ms / MINUTE)
  if (minutes < 60) return `${minutes} min`
  if (minutes < 24 * 60) return both(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(ms / (60 * MINUTE))
  return both(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

const MINUTE = 60_000

function both(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
