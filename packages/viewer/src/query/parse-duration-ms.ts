/** Reads a time such as `200ms`, `1.5s`, `40us` or `2m`, in milliseconds; `undefined` when it is none. */
export function parseDurationMs(text: string): number | undefined {
  const [, amount, unit = ''] = /^(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)$/u.exec(text) ?? []
  const factor = MS_PER_UNIT[unit]
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor
}

// There are two letters that look like µ.
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
