import { Double, type AnyValue, type AttributeMap } from '@hopscope/observe/otlp'

/** Something that `JSON.stringify` takes. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined }

/** JSON as Go writes it: `<`, `>`, `&` and the two line separators are escaped. */
export function goJson(value: JsonValue): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A time as Go's RFC3339Nano has it: without zeros at the end of the fraction. */
export function goTime(unixNano: bigint): string {
  const seconds = new Date(Number(unixNano / 1_000_000_000n) * 1000).toISOString().slice(0, 19)
  const fraction = String(unixNano % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '')
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`
}

/** Attributes as a Go map is written: by their keys in order. Absent when there are none. */
export function goMap(attributes: AttributeMap): JsonValue | undefined {
  const keys = Object.keys(attributes).toSorted()
  if (keys.length === 0) return undefined
  return Object.fromEntries(keys.map((key) => [key, toJson(attributes[key] ?? null)]))
}

/** Attributes whose values are texts all of them. */
export function goTexts(attributes: AttributeMap): JsonValue | undefined {
  const keys = Object.keys(attributes).toSorted()
  if (keys.length === 0) return undefined
  return Object.fromEntries(keys.map((key) => [key, textOf(attributes[key] ?? null)]))
}

/** A value as a text: itself, or else its JSON. */
export function textOf(value: AnyValue): string {
  return typeof value === 'string' ? value : goJson(toJson(value))
}

/** A value as JSON has it; bytes are base64, and an integer that is no exact number is a text. */
function toJson(value: AnyValue): JsonValue {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Double) return value.value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (isList(value)) return value.map(toJson)
  return goMap(value) ?? {}
}

function isList(value: AnyValue & object): value is readonly AnyValue[] {
  return Array.isArray(value)
}
