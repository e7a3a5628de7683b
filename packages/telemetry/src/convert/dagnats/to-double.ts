import { Double } from '@hopscope/observe/otlp'

/** The double that a number of Go's `float64` is, also when it is whole. */
export function toDouble(value: number | bigint): number | Double {
  const number = Number(value)
  return Number.isSafeInteger(number) ? new Double(number) : number
}
