import type { AttributeValue } from '@opentelemetry/api'
import { Double } from '../otlp/model.ts'

/** One key and its value, made by {@link stringAttr}, {@link int64Attr}, {@link float64Attr} or {@link boolAttr}. */
export interface Attribute {
  readonly key: string
  /** A {@link Double} is a floating point number that happens to be whole, a `bigint` an int beyond 2^53. */
  readonly value: AttributeValue | Double | bigint
}

/** A text. */
export function stringAttr(key: string, value: string): Attribute {
  return { key, value }
}

/**
 * A whole number of 64 bits.
 *
 * One beyond 2^53 reaches the wire as an int where the tracer keeps exact numbers, as the recorder's
 * does, and as text where it does not: OpenTelemetry's API has no number for it. What is no whole
 * number stays a floating point number, and what has more than 64 bits is a text.
 */
export function int64Attr(key: string, value: number | bigint): Attribute {
  if (typeof value === 'number') {
    const isExact = Number.isSafeInteger(value) || !Number.isInteger(value)
    return isExact ? { key, value } : int64Attr(key, BigInt(value))
  }
  // What JavaScript passes in place of a number is the tracer's to leave out.
  if (typeof value !== 'bigint') return { key, value }
  if (BigInt.asIntN(64, value) !== value) return { key, value: value.toString() }
  return { key, value: Number.isSafeInteger(Number(value)) ? Number(value) : value }
}

/** A floating point number. It is one on the wire even if it is whole, where the tracer keeps exact numbers. */
export function float64Attr(key: string, value: number): Attribute {
  return { key, value: Number.isInteger(value) ? new Double(value) : value }
}

/** A truth value. */
export function boolAttr(key: string, value: boolean): Attribute {
  return { key, value }
}
