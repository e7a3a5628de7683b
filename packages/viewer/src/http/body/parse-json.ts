import { Refusal } from '../refusal.ts'
import type { Body } from './read-body.ts'

/**
 * The JSON object in a body, as a `Map`: a key such as `__proto__` is a key like any other.
 *
 * @throws {@link Refusal} BODY_INVALID
 */
export function parseJsonObject({ bytes }: Body): ReadonlyMap<string, unknown> {
  const value = parse(bytes)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return new Map<string, unknown>(Object.entries(value))
  }
  throw new Refusal(400, 'BODY_INVALID', 'the body must be a JSON object')
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // Neither what the parser says nor what was sent helps more than this.
    throw new Refusal(400, 'BODY_INVALID', 'the body is not JSON')
  }
}
