import type { JsonScanner } from './json-scanner.ts'

/** Nanoseconds since 1970, as two numbers of 32 bits: a `bigint` for each time would cost more than the rest of it. */
export class Nanos {
  high = 0
  low = 0

  /** Takes the digits that the scanner found last; `false` when they are none, zero, or too many. */
  parseDigits({ bytes, from, to }: JsonScanner): boolean {
    if (to === from || to - from > MAX_DIGITS) return false
    const middle = Math.max(from, to - 9)
    const seconds = digitsOf(bytes, from, middle)
    const nanos = digitsOf(bytes, middle, to)
    return this.#set(seconds, nanos)
  }

  /** Takes the time in UTC, as RFC 3339 has it, that the scanner found last; `false` for any other. */
  parseTime({ bytes, from, to }: JsonScanner): boolean {
    if (to - from < SHORTEST || bytes[to - 1] !== 0x5a || !hasMarks(bytes, from)) return false
    const year = digitsOf(bytes, from, from + 4)
    const month = digitsOf(bytes, from + 5, from + 7)
    const day = digitsOf(bytes, from + 8, from + 10)
    const hour = digitsOf(bytes, from + 11, from + 13)
    const minute = digitsOf(bytes, from + 14, from + 16)
    const second = digitsOf(bytes, from + 17, from + 19)
    // Comparisons with NaN are false.
    const isTime = hour <= 23 && minute <= 59 && second <= 59 && year >= 1970 && year <= 2500
    if (!isTime || !(month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month)))
      return false
    const midnight = Date.UTC(year, month - 1, day) / 1000
    const nanos = to - from === SHORTEST ? 0 : fractionOf(bytes, from + 19, to - 1)
    return this.#set(midnight + hour * 3600 + minute * 60 + second, nanos)
  }

  // The product has more bits than a number holds, so its halves are made apart.
  #set(seconds: number, nanos: number): boolean {
    if (!(seconds + nanos > 0)) return false
    const upper = Math.floor(seconds / 0x1_0000) * 1e9
    const lower = (upper % 0x1_0000) * 0x1_0000 + (seconds % 0x1_0000) * 1e9 + nanos
    this.high = Math.floor(upper / 0x1_0000) + Math.floor(lower / 0x1_0000_0000)
    this.low = lower % 0x1_0000_0000
    return true
  }
}

/** As many fit in 64 bits, whatever they are. */
const MAX_DIGITS = 19
/** The length of a time without a fraction. */
const SHORTEST = 20

// NaN if there is anything else among them.
function digitsOf(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

function fractionOf(bytes: Uint8Array, from: number, to: number): number {
  const digits = to - from - 1
  if (bytes[from] !== 0x2e || digits < 1 || digits > 9) return Number.NaN
  return digitsOf(bytes, from + 1, to) * 10 ** (9 - digits)
}

function hasMarks(bytes: Uint8Array, from: number): boolean {
  return (
    bytes[from + 4] === 0x2d &&
    bytes[from + 7] === 0x2d &&
    bytes[from + 10] === 0x54 &&
    bytes[from + 13] === 0x3a &&
    bytes[from + 16] === 0x3a
  )
}

function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0)
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
