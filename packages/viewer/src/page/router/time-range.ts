/** What `from` and `to` in a link say: milliseconds of the Unix epoch, or such as `-15m` for fifteen minutes before now. */
export interface TimeRange {
  readonly from?: string
  readonly to?: string
}

/** Ranges that end now, as the menu offers them; the empty one is all time. */
export const RELATIVE_RANGES: readonly (readonly [from: string, label: string])[] = [
  ['', 'All time'],
  ['-5m', 'Last 5 minutes'],
  ['-15m', 'Last 15 minutes'],
  ['-1h', 'Last hour'],
  ['-6h', 'Last 6 hours'],
  ['-24h', 'Last 24 hours'],
  ['-7d', 'Last 7 days'],
]

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** The range that a page's parameters name. */
export function rangeOf(params: URLSearchParams): TimeRange {
  const from = params.get('from') ?? ''
  const to = params.get('to') ?? ''
  return { ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) }
}

/** Milliseconds of the Unix epoch that `from` or `to` means at `nowMs`; nothing for what cannot be read. */
export function toEpochMs(text: string | undefined, nowMs: number): number | undefined {
  if (text === undefined) return undefined
  const relative = /^-([0-9]{1,6})([smhd])$/.exec(text)
  if (relative !== null) return nowMs - Number(relative[1]) * (UNIT_MS[relative[2] ?? ''] ?? 0)
  if (/^[0-9]{1,15}$/.test(text)) return Number(text)
  const ms = Date.parse(text)

  return Number.isNaN(ms) ? undefined : ms
}
