import { Double, type AnyValue } from '../otlp/model.ts'
import { textOf } from '../text-of.ts'
import { cutText } from './cut-text.ts'

/**
 * Whatever an application passed as a value of OTLP: a copy, texts cut to `maxLength`.
 *
 * What OTLP has no word for becomes a text; what is nested deeper than 32 is left empty, and so is
 * what throws when it is looked at. Of more than 10 000 values within one, such as those of objects
 * that refer to each other, the rest is left out.
 */
export function copyAnyValue(
  value: unknown,
  maxLength: number = Number.POSITIVE_INFINITY,
): AnyValue {
  return copy(value, { maxLength, left: MAX_VALUES }, 0)
}

const MAX_DEPTH = 32
const MAX_VALUES = 10_000

/** What the copying of one value goes by. */
interface Copying {
  readonly maxLength: number
  /** How many values there is room for. */
  left: number
}

function copy(value: unknown, copying: Copying, depth: number): AnyValue {
  copying.left--
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return cutText(value, copying.maxLength)
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
    return value
  }
  if (typeof value !== 'object') return cutText(textOf(value), copying.maxLength)
  if (depth === MAX_DEPTH) return null
  try {
    return copyObject(value, copying, depth)
  } catch {
    return null
  }
}

function copyObject(value: object, copying: Copying, depth: number): AnyValue {
  if (value instanceof Double) return value
  // A Buffer's own `slice` would share the bytes.
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (value instanceof Date) return value.toJSON()
  if (value instanceof Error) return cutText(textOf(value), copying.maxLength)
  return Array.isArray(value) ? copyList(value, copying, depth) : copyMap(value, copying, depth)
}

function copyList(values: readonly unknown[], copying: Copying, depth: number): AnyValue {
  const list: AnyValue[] = []
  for (const value of values) {
    if (copying.left <= 0) break
    list.push(copy(value, copying, depth + 1))
  }
  return list
}

function copyMap(values: object, copying: Copying, depth: number): AnyValue {
  const map: Record<string, AnyValue> = Object.create(null)
  for (const [key, value] of Object.entries(values)) {
    if (copying.left <= 0) break
    map[key] = copy(value, copying, depth + 1)
  }
  return map
}
