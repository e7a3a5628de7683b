/**
 * Reads an RFC 3339 time to nanoseconds since 1970 in UTC; `undefined` when it is none.
 *
 * Servers write up to nine digits of fraction and their own zone's offset, such as
 * `2026-11-21T10:07:39.104026858+05:30`. `Date.parse` would drop all but the milliseconds.
 */
export function parseTimestamp(text: string): bigint | undefined {
  const minuteNano = parseMinute(text.slice(0, MINUTE_LENGTH))
  if (minuteNano === undefined || text.charCodeAt(MINUTE_LENGTH) !== COLON) return undefined

  const second = twoDigits(text, 17)
  const zoneAt = text.charCodeAt(19) === DOT ? endOfDigits(text, 20) : 19
  const fraction = zoneAt === 19 ? 0 : nanosOfDigits(text, 20, zoneAt)
  const offsetSeconds = parseOffset(text, zoneAt)
  if (second < 0 || second > 60 || fraction < 0 || offsetSeconds === undefined) return undefined

  // Less than 2^53: a day and a minute of nanoseconds.
  return minuteNano + BigInt((second - offsetSeconds) * 1e9 + fraction)
}

// `2026-11-21T04:27`
const MINUTE_LENGTH = 16
const MINUTE = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/
const COLON = 0x3a
const DOT = 0x2e

// Times of one message are of one minute as a rule, and to read a date is what takes long.
let lastMinute = { text: '', nano: 0n }

function parseMinute(text: string): bigint | undefined {
  if (text === lastMinute.text) return lastMinute.nano
  if (!MINUTE.test(text)) return undefined
  const ms = Date.parse(`${text}:00Z`)
  if (Number.isNaN(ms)) return undefined
  lastMinute = { text, nano: BigInt(ms) * 1_000_000n }
  return lastMinute.nano
}

function parseOffset(text: string, at: number): number | undefined {
  const zone = text.slice(at)
  if (zone === 'Z') return 0
  const sign = zone.charAt(0)
  if (zone.length !== 6 || zone.charCodeAt(3) !== COLON || (sign !== '+' && sign !== '-')) {
    return undefined
  }
  const hours = twoDigits(zone, 1)
  const minutes = twoDigits(zone, 4)
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined
  return (sign === '-' ? -1 : 1) * (hours * 3600 + minutes * 60)
}

function endOfDigits(text: string, start: number): number {
  let end = start
  while (digit(text, end) >= 0) end++
  return end
}

// Negative when there are no digits, or more than nanoseconds have.
function nanosOfDigits(text: string, start: number, end: number): number {
  if (end === start || end - start > 9) return -1
  let nanos = 0
  for (let at = start; at < start + 9; at++) nanos = nanos * 10 + (at < end ? digit(text, at) : 0)
  return nanos
}

function twoDigits(text: string, at: number): number {
  const tens = digit(text, at)
  const ones = digit(text, at + 1)
  return tens < 0 || ones < 0 ? -1 : tens * 10 + ones
}

function digit(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0x30 && code <= 0x39 ? code - 0x30 : -1
}
