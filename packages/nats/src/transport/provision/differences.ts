import type { Difference } from '../service/problem.ts'

/** The fields of `wanted` that `found` has otherwise, in the order of `wanted`; a field that is `undefined` is not wanted. */
export function differences(wanted: object, found: object): readonly Difference[] {
  const actual = new Map<string, unknown>(Object.entries(found))
  return Object.entries(wanted)
    .filter(([field, value]) => value !== undefined && !isSame(value, actual.get(field)))
    .map(([field, value]) => ({ field, wanted: value, found: actual.get(field) }))
}

// The server leaves out what is zero, empty or false, and adds metadata of its own.
function isSame(wanted: unknown, found: unknown): boolean {
  if (found === undefined) return isEmpty(wanted)
  if (Array.isArray(wanted) && Array.isArray(found)) {
    return wanted.length === found.length && wanted.every((item) => isAmong(item, found))
  }
  if (isObject(wanted) && isObject(found)) return differences(wanted, found).length === 0
  return wanted === found
}

function isAmong(item: unknown, found: readonly unknown[]): boolean {
  return found.some((other) => isSame(item, other))
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return value === 0 || value === '' || value === false || value === null
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
