import { pairedRatios } from './measure-slices.ts'
import { median, middleHalf } from './quantile.ts'
import type { Ratio } from './ratio.ts'

/** How many times less the second takes than the first, slice by slice, to be at least a goal. */
export function compareSlices(
  names: Pick<Ratio, 'name' | 'a' | 'b' | 'goal'>,
  a: readonly number[],
  b: readonly number[],
): Ratio {
  const ratios = pairedRatios(a, b)
  const spread = middleHalf(ratios)
  return { ...names, ratio: median(ratios), spread, bound: 'at least', runs: ratios.length }
}
