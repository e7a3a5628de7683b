/** A JSON object of which nothing is known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>

/** Whether a value of JSON is an object, rather than an array or a plain value. */
export function isJsonRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value of a JSON text; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
