import { hexOf } from '../hex-of.ts'
import type { Runtime } from '../runtime.ts'

/**
 * A trace id as numbers of 32 bits, which cost less to come by and to write than hex digits.
 *
 * All spans of a trace share it, so that its digits are made once, when somebody asks for them.
 */
export interface TraceBits {
  readonly bits0: number
  readonly bits1: number
  readonly bits2: number
  readonly bits3: number
  /** 32 lower-case hex digits, once they are known; else empty. */
  hex: string
}

/** A span of a trace, by its ids. */
export interface SpanIds {
  readonly trace: TraceBits
  /** The halves of the span id. */
  readonly high: number
  readonly low: number
}

/** The ids of nothing, which are invalid. */
export const ZERO_IDS: SpanIds = {
  trace: { bits0: 0, bits1: 0, bits2: 0, bits3: 0, hex: '' },
  high: 0,
  low: 0,
}

/** The id of a new trace. */
export function newTrace(runtime: Runtime): TraceBits {
  const { numbers } = runtime
  if (!numbers) return parseTraceId(runtime.newTraceId()) ?? newTrace(runtime)

  const bits0 = numbers.random32()
  return {
    // An id must not be zero, and of 128 bits one is no loss: the last 56 are those that count.
    bits0: bits0 === 0 ? 1 : bits0,
    bits1: numbers.random32(),
    bits2: numbers.random32(),
    bits3: numbers.random32(),
    hex: '',
  }
}

/** The halves of a span id in hex; `undefined` when it is invalid. */
export function parseSpanId(
  digits: string,
): { readonly high: number; readonly low: number } | undefined {
  if (typeof digits !== 'string' || digits.length !== 16) return undefined
  const high = parseWord(digits, 0)
  const low = parseWord(digits, 8)
  return Number.isNaN(high + low) || (high | low) === 0 ? undefined : { high, low }
}

/** The trace id as 32 lower-case hex digits. */
export function traceIdOf(trace: TraceBits): string {
  const { bits0, bits1, bits2, bits3 } = trace
  if (trace.hex === '') trace.hex = hexOf(bits0, bits1) + hexOf(bits2, bits3)
  return trace.hex
}

/** The last 56 bits of the trace id as a number from 0 to 1, less than 1. */
export function randomnessOf({ bits2, bits3 }: TraceBits): number {
  return ((bits2 & 0xff_ffff) * 2 ** 32 + (bits3 >>> 0)) / 2 ** 56
}

/** A trace id in hex as numbers; `undefined` when it is invalid. */
export function parseTraceId(digits: string): TraceBits | undefined {
  if (typeof digits !== 'string' || digits.length !== 32) return undefined
  const bits0 = parseWord(digits, 0)
  const bits1 = parseWord(digits, 8)
  const bits2 = parseWord(digits, 16)
  const bits3 = parseWord(digits, 24)
  if (Number.isNaN(bits0 + bits1 + bits2 + bits3)) return undefined
  if ((bits0 | bits1 | bits2 | bits3) === 0) return undefined
  return { bits0, bits1, bits2, bits3, hex: '' }
}

// No number stands for what is not hex.
function parseWord(digits: string, at: number): number {
  let word = 0
  let wrong = 0
  for (let index = at; index < at + 8; index++) {
    const code = digits.charCodeAt(index)
    const value = code < 128 ? (NIBBLES[code] ?? -1) : -1
    wrong |= value & ~0xf
    word = (word << 4) | value
  }
  return wrong === 0 ? word : Number.NaN
}

// OpenTelemetry's API takes ids in upper case for valid; what is written is lower case.
const NIBBLES = Int8Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.indexOf(String.fromCharCode(code).toLowerCase()),
)
