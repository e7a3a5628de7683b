/** A count that fits a column: `999`, `1.2k`, `34k`, `1.2M`. */
export function formatCount(count: number): string {
  if (count < 1000) return String(count)
  if (count < 999_500) return short(count / 1000, 'k')
  if (count < 999_500_000) return short(count / 1e6, 'M')

  return short(count / 1e9, 'G')
}

/** A count with thin groups: `1 234 567`. */
export function formatExact(count: number): string {
  return String(count).replace(/\B(?=(?:[0-9]{3})+$)/g, '\u202f')
}

/** A count and its noun: `1 span`, `2 spans`. */
export function formatCounted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${formatExact(count)} ${count === 1 ? noun : plural}`
}

/** A rate a second: `0.02/s`, `12/s`, `1.2k/s`. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0) return '0/s'
  if (perSecond < 0.01) return '<0.01/s'
  if (perSecond < 10) return `${perSecond.toFixed(2).replace(/\.?0+$/, '')}/s`

  return `${formatCount(Math.round(perSecond))}/s`
}

/** A share of one: `0 %`, `0.4 %`, `12 %`. */
export function formatShare(share: number): string {
  const percent = share * 100
  if (percent > 0 && percent < 0.1) return '<0.1 %'
  return `${percent > 0 && percent < 10 ? percent.toFixed(1).replace(/\.0$/, '') : percent.toFixed(0)} %`
}

function short(value: number, unit: string): string {
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0)}${unit}`
}
