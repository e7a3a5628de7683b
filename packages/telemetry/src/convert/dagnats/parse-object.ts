import type { AnyValue, AttributeMap } from '@hopscope/observe/otlp'

/**
 * The object that a text in JSON is; `undefined` when it is none.
 *
 * A whole number is an int, of 64 bits too, and any other number is a double.
 */
export function parseObject(text: string): AttributeMap | undefined {
  try {
    // The way over a reviver takes several times as long.
    const value: AnyValue = hasLongNumber(text) ? JSON.parse(text, exact) : JSON.parse(text)
    return isMap(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Whether a value is attributes of its own, and no list. */
export function isMap(value: AnyValue | undefined): value is AttributeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether there may be a number in a text in JSON that a `number` does not hold exactly. */
export function hasLongNumber(text: string): boolean {
  return LONG_NUMBER.test(text)
}

// From sixteen digits on.
const LONG_NUMBER = /[:,[]\s*-?\d{16}/
const INTEGER = /^-?\d{1,20}$/

function exact(
  _: string,
  value: AnyValue,
  { source }: { readonly source?: string } = {},
): AnyValue {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  if (source === undefined || !INTEGER.test(source)) return value
  const integer = BigInt(source)
  return BigInt.asIntN(64, integer) === integer ? integer : value
}
