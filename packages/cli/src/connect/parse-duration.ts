/**
 * Reads a duration as Go writes it, such as `500ms`, `1.5s` or `1m30s`, in milliseconds.
 *
 * `undefined` when it is none. A number needs a unit, but for 0.
 */
export function parseDuration(text: string): number | undefined {
  const [, sign = '', amounts = ''] = /^([+-]?)(.*)$/s.exec(text) ?? []
  if (amounts === '0') return 0
  if (!DURATION.test(amounts)) return undefined

  const ms = [...amounts.matchAll(PART)].reduce(
    (sum, [, amount, unit = '']) => sum + Number(amount) * (MS_PER_UNIT[unit] ?? 0),
    0,
  )
  return sign === '-' ? -ms : ms
}

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g
const DURATION = new RegExp(`^(?:${PART.source})+$`)

// Go takes both letters that look like µ.
const MS_PER_UNIT: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}
