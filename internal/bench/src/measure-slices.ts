/** Slices that warm the code up, and are not counted. */
const WARM_SLICES = 3

/**
 * Measures variants side by side: each runs once a slice, in an order that turns around from slice
 * to slice, so that what else the machine does meets all of them.
 *
 * @returns CPU time in microseconds, a value a slice, for each variant in their order
 */
export function measureSlices(
  variants: readonly (() => void)[],
  slices: number,
): readonly (readonly number[])[] {
  const measured = variants.map((run) => ({ run, cpuMicros: [] as number[] }))
  for (let slice = -WARM_SLICES; slice < slices; slice++) {
    for (const { run, cpuMicros } of slice % 2 === 0 ? measured : measured.toReversed()) {
      const spent = cpuMicrosOf(run)
      if (slice >= 0) cpuMicros.push(spent)
    }
  }
  return measured.map(({ cpuMicros }) => cpuMicros)
}

/** CPU time of this process that the work takes, in microseconds. */
export function cpuMicrosOf(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

/** Each value of the one by the value of the other of the same slice. */
export function pairedRatios(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((value, slice) => value / (b[slice] ?? Number.NaN))
}
