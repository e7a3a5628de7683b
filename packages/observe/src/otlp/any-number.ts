import { Double } from './model.ts'

/**
 * Whether a number is an OTLP int: whole, exact, and not the -0 that only a double can be.
 *
 * Every other number is a double, so what {@link intOf} and {@link doubleOf} give back is written
 * again as it was read.
 */
export function isInt(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0)
}

/** The value that stands for an OTLP double: a {@link Double} where a number would be an int. */
export function doubleOf(value: number): number | Double {
  return isInt(value) ? new Double(value) : value
}

/** The value that stands for an OTLP int: a `bigint` where a number would not be exact. */
export function intOf(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** Whether OTLP's int of 64 bits holds a value; one that it does not is written as a string. */
export function isInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value
}
