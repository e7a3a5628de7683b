/**
 * The value of a JSON text; `undefined` when it is none. An int of an attribute that is beyond what a
 * number holds is its text.
 */
export function parseJson(text: string): unknown {
  try {
    return LARGE_INT.test(text) ? JSON.parse(text, keepLargeInt) : JSON.parse(text)
  } catch {
    return undefined
  }
}

// Times of Jaeger have 16 digits as well, and to look at every value takes several times as long.
const LARGE_INT = /[:\s]-?(?:9\d{15}|\d{17,20})\s*[,}\]]/

function keepLargeInt(
  key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  if (key !== 'value' && key !== 'intValue') return value
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const { source = '' } = context ?? {}
  return /^-?\d+$/.test(source) ? source : value
}

/** Whether a value of JSON is an object, rather than an array or a plain value. */
export function isJsonObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A field of its own of an object; never one that every object has. */
export function field(json: unknown, name: string): unknown {
  if (!isJsonObject(json)) return undefined
  return Object.getOwnPropertyDescriptor(json, name)?.value
}

/** A text; empty when there is none. */
export function textField(json: unknown, name: string): string {
  const value = field(json, name)
  return typeof value === 'string' ? value : ''
}

/** A list; empty when there is none. */
export function listField(json: unknown, name: string): readonly unknown[] {
  const value = field(json, name)
  return Array.isArray(value) ? value : []
}

/** Attributes of no prototype, so that `__proto__` is a key like any other. */
export function attributeMap<T>(entries: Iterable<readonly [key: string, value: T]>): {
  readonly [key: string]: T
} {
  const map: { [key: string]: T } = Object.create(null)
  for (const [key, value] of entries) map[key] = value
  return map
}
