import { encodeBase64 } from './base64.ts'
import { isInt, isInt64 } from './any-number.ts'
import { Double, type AnyValue, type AttributeMap } from './model.ts'

/** A value as `JSON.stringify` takes it; of a record, what is `undefined` is left out. */
export type Json =
  | string
  | number
  | boolean
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/** Attributes as OTLP/JSON has them: a list of keys with values that name their type. */
export function formatAttributes(attributes: AttributeMap): readonly Json[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: formatAnyValue(value) }))
}

/** A value as OTLP/JSON has it: an object whose one field names its type. */
export function formatAnyValue(value: AnyValue): Json {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'number' && !isInt(value)) return { doubleValue: formatDouble(value) }
  if (typeof value === 'bigint' && !isInt64(value)) return { stringValue: value.toString() }
  if (typeof value === 'number' || typeof value === 'bigint') return { intValue: value.toString() }
  return typeof value === 'object' && value !== null ? formatObject(value) : {}
}

function formatObject(value: AnyValue & object): Json {
  if (value instanceof Double) return { doubleValue: formatDouble(value.value) }
  if (value instanceof Uint8Array) return { bytesValue: encodeBase64(value) }
  if (isArray(value)) return { arrayValue: { values: value.map(formatAnyValue) } }
  return { kvlistValue: { values: formatAttributes(value) } }
}

/** A double: JSON has no words for `NaN` and the infinities, and `JSON.stringify` loses the sign of -0. */
export function formatDouble(value: number): Json {
  if (Object.is(value, -0)) return '-0'
  return Number.isFinite(value) ? value : value.toString()
}

function isArray(value: AnyValue & object): value is readonly AnyValue[] {
  return Array.isArray(value)
}
