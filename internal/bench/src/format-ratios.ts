import { isMet, type Ratio } from './ratio.ts'

/** A line a ratio, for people. */
export function formatRatios(ratios: readonly Ratio[]): string {
  return ratios.map((ratio) => formatRatio(ratio)).join('')
}

/** The ratios for programs: one JSON document. */
export function formatRatiosJson(ratios: readonly Ratio[]): string {
  const rows = ratios.map((each) => {
    const { name, ratio, goal, runs } = each
    return { name, ratio: Number(ratio.toPrecision(4)), goal, met: isMet(each), runs }
  })
  return `${JSON.stringify(rows, undefined, 2)}\n`
}

function formatRatio(each: Ratio): string {
  const { name, a, b, ratio, spread, goal, bound, runs } = each
  const [low, high] = spread.map((value) => formatNumber(value))
  const verdict = isMet(each) ? 'met' : 'MISSED'
  const figures = `x${formatNumber(ratio)} (${low} to ${high}, ${runs} runs)`
  return `${name}: ${figures}, goal ${bound} ${goal}: ${verdict}; A = ${a}, B = ${b}\n`
}

function formatNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
