import { Double, type AnyValue } from '../otlp/model.ts'
import { textOf } from '../text-of.ts'

/**
 * Whatever an application passed as a value of OTLP: a copy, texts cut to `maxLength`.
 *
 * What OTLP has no word for becomes a text; what is nested deeper than 32 is left empty, and so is
 * what throws when it is looked at.
 */
export function copyAnyValue(
  value: unknown,
  maxLength: number = Number.POSITIVE_INFINITY,
  depth = 0,
): AnyValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value.slice(0, maxLength)
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return value
  }
  if (typeof value !== 'object') return textOf(value).slice(0, maxLength)
  if (value instanceof Double) return value
  if (depth === MAX_DEPTH) return null
  try {
    return copyObject(value, maxLength, depth)
  } catch {
    return null
  }
}

const MAX_DEPTH = 32

function copyObject(value: object, maxLength: number, depth: number): AnyValue {
  if (value instanceof Uint8Array) return value.slice()
  if (value instanceof Date) return value.toJSON()
  if (value instanceof Error) return textOf(value).slice(0, maxLength)
  if (Array.isArray(value)) return value.map((item) => copyAnyValue(item, maxLength, depth + 1))

  const map: Record<string, AnyValue> = Object.create(null)
  for (const [key, item] of Object.entries(value)) {
    map[key] = copyAnyValue(item, maxLength, depth + 1)
  }
  return map
}
