import { Refusal } from '../refusal.ts'

/** A value of a path or query, and what it is called. */
export interface Param {
  readonly name: string
  readonly value: string
}

/** The value of a query, its first if there are several; `undefined` if it is absent or empty. */
export function queryParam(query: URLSearchParams, name: string): Param | undefined {
  const value = query.get(name)
  return value === null || value === '' ? undefined : { name, value }
}

/** @throws {@link Refusal} PARAMETER_INVALID */
export function requireTraceId({ name, value }: Param): string {
  return requireHex({ name, value }, 32)
}

/** @throws {@link Refusal} PARAMETER_INVALID */
export function requireSpanId({ name, value }: Param): string {
  return requireHex({ name, value }, 16)
}

/** A name of a stream, as the server allows it. @throws {@link Refusal} PARAMETER_INVALID */
export function requireStream({ name, value }: Param): string {
  // The server allows no space, dot, wildcard or separator of paths.
  if (/^[^\s.*>/\\\p{Cc}]{1,255}$/u.test(value)) return value
  throw invalid(name, 'the name of a stream')
}

/** @throws {@link Refusal} PARAMETER_INVALID */
export function requireSequence({ name, value }: Param): number {
  const sequence = /^\d{1,16}$/.test(value) ? Number(value) : 0
  if (sequence >= 1 && Number.isSafeInteger(sequence)) return sequence
  throw invalid(name, 'a whole number from 1')
}

/** A whole number from 1 to `max`. @throws {@link Refusal} PARAMETER_INVALID */
export function requireLimit({ name, value }: Param, max: number): number {
  const limit = /^\d{1,9}$/.test(value) ? Number(value) : 0
  if (limit >= 1 && limit <= max) return limit
  throw invalid(name, `a whole number from 1 to ${max}`)
}

/** Milliseconds since 1970, given as such or in ISO 8601. @throws {@link Refusal} PARAMETER_INVALID */
export function requireTime({ name, value }: Param): number {
  const time = /^\d{1,16}(\.\d{1,6})?$/.test(value) ? Number(value) : isoTime(value)
  if (Number.isFinite(time)) return time
  throw invalid(name, 'milliseconds since 1970, or a time such as 2026-01-31T12:00:00Z')
}

/** @throws {@link Refusal} PARAMETER_INVALID */
export function requireOneOf<T extends string>({ name, value }: Param, words: readonly T[]): T {
  const word = words.find((each) => each === value)
  if (word !== undefined) return word
  throw invalid(name, words.join(', '))
}

/** @throws {@link Refusal} PARAMETER_INVALID */
export function requireShort({ name, value }: Param, maxCharacters: number): string {
  if (value.length <= maxCharacters) return value
  throw invalid(name, `at most ${maxCharacters} characters`)
}

function requireHex({ name, value }: Param, digits: number): string {
  const hex = value.toLowerCase()
  if (hex.length === digits && /^[0-9a-f]+$/.test(hex)) return hex
  throw invalid(name, `${digits} hex digits`)
}

function isoTime(value: string): number {
  return /^\d{4}-\d\d-\d\d(T|$)/.test(value) ? Date.parse(value) : Number.NaN
}

function invalid(name: string, rule: string): Refusal {
  return new Refusal(400, 'PARAMETER_INVALID', `${name} must be ${rule}`)
}
