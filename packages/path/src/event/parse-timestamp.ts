import { toUnixNano } from './to-unix-nano.ts'

/**
 * Reads an RFC 3339 time to nanoseconds since 1970 in UTC; `undefined` when it is none.
 *
 * Servers write up to nine digits of fraction and their own zone's offset, such as
 * `2026-11-21T10:07:39.104026858+05:30`. `Date.parse` would drop all but the milliseconds.
 */
export function parseTimestamp(text: string): bigint | undefined {
  if (text.length > buffer.length) return undefined
  const { read, written } = encoder.encodeInto(text, buffer)
  return read === text.length ? timestampAt(buffer, 0, written) : undefined
}

const encoder = new TextEncoder()
const buffer = new Uint8Array(64)

/** Reads what {@link parseTimestamp} reads, where it stands in bytes. */
export function timestampAt(text: Uint8Array, start: number, length: number): bigint | undefined {
  const days = parseDays(text, start)
  const hour = twoDigits(text, start + 11)
  const minute = twoDigits(text, start + 14)
  const second = twoDigits(text, start + 17)
  if (days === undefined || !hasMarks(text, start) || !isTime(hour, minute, second))
    return undefined

  const end = start + length
  let at = start + 19
  let nanos = 0
  if (text[at] === DOT) {
    const first = ++at
    const last = Math.min(end, first + POWERS.length)
    for (let digit = digitAt(text, at); at < last && digit >= 0; digit = digitAt(text, ++at)) {
      nanos = nanos * 10 + digit
    }
    if (at === first) return undefined
    nanos *= POWERS[first + 9 - at] ?? 0
  }
  const offsetSeconds = parseOffset(text, at, end)
  if (offsetSeconds === undefined) return undefined
  return toUnixNano(days * 86_400 + hour * 3600 + minute * 60 + second - offsetSeconds, nanos)
}

const PLUS = 0x2b
const DASH = 0x2d
const COLON = 0x3a
const DOT = 0x2e
const LETTER_T = 0x54
const LETTER_Z = 0x5a

// By how many digits of nine a fraction lacks.
const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]

// Days since 1970. The year is taken to begin in March, so that a leap day is its last one.
function parseDays(text: Uint8Array, at: number): number | undefined {
  const year = twoDigits(text, at) * 100 + twoDigits(text, at + 2)
  const month = twoDigits(text, at + 5)
  const day = twoDigits(text, at + 8)
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return undefined
  const marchYear = month > 2 ? year : year - 1
  const leapDays =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400)
  const marchMonth = month > 2 ? month - 3 : month + 9
  return marchYear * 365 + leapDays + Math.floor((marchMonth * 153 + 2) / 5) + day - 719_469
}

function hasMarks(text: Uint8Array, at: number): boolean {
  return (
    text[at + 4] === DASH &&
    text[at + 7] === DASH &&
    text[at + 10] === LETTER_T &&
    text[at + 13] === COLON &&
    text[at + 16] === COLON
  )
}

// A minute may have a leap second.
function isTime(hour: number, minute: number, second: number): boolean {
  return hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60
}

function parseOffset(text: Uint8Array, at: number, end: number): number | undefined {
  const sign = text[at]
  if (end === at + 1 && sign === LETTER_Z) return 0
  if (end !== at + 6 || text[at + 3] !== COLON || (sign !== PLUS && sign !== DASH)) return undefined
  const hours = twoDigits(text, at + 1)
  const minutes = twoDigits(text, at + 4)
  if (!isTime(hours, minutes, 0)) return undefined
  return (sign === DASH ? -1 : 1) * (hours * 3600 + minutes * 60)
}

// NaN when there are none.
function twoDigits(text: Uint8Array, at: number): number {
  const tens = digitAt(text, at)
  const ones = digitAt(text, at + 1)
  return tens < 0 || ones < 0 ? Number.NaN : tens * 10 + ones
}

function digitAt(text: Uint8Array, at: number): number {
  const code = text[at] ?? 0
  return code >= 0x30 && code <= 0x39 ? code - 0x30 : -1
}
