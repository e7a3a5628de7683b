import type { Attributes, AttributeValue } from '@opentelemetry/api'
import { Double } from './otlp/model.ts'

/** One key and its value, made by {@link stringAttr}, {@link int64Attr}, {@link float64Attr} or {@link boolAttr}. */
export interface Attribute {
  readonly key: string
  readonly value: AttributeValue | Double
}

/** A text. */
export function stringAttr(key: string, value: string): Attribute {
  return { key, value }
}

/** A whole number of 64 bits; one beyond 2^53 is kept as text, since OpenTelemetry's API has no wider number. */
export function int64Attr(key: string, value: number | bigint): Attribute {
  const number = Number(value)
  return { key, value: Number.isSafeInteger(number) ? number : String(value) }
}

/** A floating point number, which stays one on the wire even if it is whole. */
export function float64Attr(key: string, value: number): Attribute {
  return { key, value: Number.isInteger(value) ? new Double(value) : value }
}

/** A truth value. */
export function boolAttr(key: string, value: boolean): Attribute {
  return { key, value }
}

/** The attributes as OpenTelemetry's API takes them. */
export function toAttributes(attributes: readonly Attribute[]): Attributes {
  const result: Record<string, AttributeValue> = {}
  for (const { key, value } of attributes) {
    // The API's type has no word for a whole double; a recorder that knows Double keeps it.
    result[key] = value as AttributeValue
  }
  return result
}
