import type { IncomingMessage } from 'node:http'

/**
 * How long a backend asks to be left alone, in milliseconds; absent when it does not say, or nothing
 * that can be understood.
 *
 * A date is compared with that of the answer, so that clocks which differ do no harm.
 */
export function retryAfterMs(
  headers: IncomingMessage['headers'],
  nowMs: number = Date.now(),
): number | undefined {
  const value = headers['retry-after']?.trim()
  if (value === undefined) return undefined
  if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, LONGEST_TIMER_MS)

  const until = parseDate(value)
  if (until === undefined) return undefined
  const from = parseDate(headers.date ?? '') ?? nowMs
  return Math.min(Math.max(0, until - from), LONGEST_TIMER_MS)
}

// What setTimeout can wait for.
const LONGEST_TIMER_MS = 2_147_483_647

// Date.parse alone would take `1.5` for a date.
function parseDate(text: string): number | undefined {
  const time = text.endsWith(' GMT') ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
