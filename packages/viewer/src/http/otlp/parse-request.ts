import { isJsonObject } from '../../exchange/import/json-fields.ts'

/** The object that is in a body of JSON, with long integers as they are; `undefined` if there is none. */
export function parseRequest(bytes: Uint8Array): object | undefined {
  try {
    const request: unknown = JSON.parse(decoder.decode(bytes), exact)
    return isJsonObject(request) ? request : undefined
  } catch {
    return undefined
  }
}

// Times in nanoseconds that are sent as numbers have more digits than a number here can hold.
function exact(_: string, value: unknown, { source = '' }: { readonly source?: string } = {}) {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  return /^-?\d{1,20}$/.test(source) ? BigInt(source) : value
}

const decoder = new TextDecoder('utf-8', { fatal: true })
