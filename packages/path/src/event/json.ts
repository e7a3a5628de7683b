/** A JSON object of which nothing is known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>

/** The value if it is an object that is no array; `undefined` otherwise. */
export function record(value: unknown): JsonRecord | undefined {
  return isRecord(value) ? value : undefined
}

/** The value if it is an array; an empty one otherwise. */
export function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** The value if it is a string with something in it; `undefined` otherwise. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The strings in the value if it is an array; none otherwise. */
export function texts(value: unknown): readonly string[] {
  return array(value).filter((item) => typeof item === 'string')
}

/** The value if it is a whole number; `undefined` otherwise. */
export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
