/** Slices that warm the code up and the connections, and are not counted. */
const WARM_SLICES = 3

/** Something that is measured, and may have to wait for the network. */
export interface WaitingVariant {
  /** What is measured; all that it causes in this process must have happened when it is done. */
  readonly run: () => Promise<void>
  /** Done before and not measured. @default nothing */
  readonly before?: () => Promise<void>
}

/**
 * Measures variants side by side, as `measureSlices` does, that wait for what other processes do.
 *
 * @returns CPU time in microseconds, a value a slice, for each variant in their order
 */
export async function measureWaitingSlices(
  variants: readonly WaitingVariant[],
  slices: number,
): Promise<readonly (readonly number[])[]> {
  const measured = variants.map((variant) => ({ ...variant, cpuMicros: [] as number[] }))
  for (let slice = -WARM_SLICES; slice < slices; slice++) {
    for (const { run, before, cpuMicros } of slice % 2 === 0 ? measured : measured.toReversed()) {
      await before?.()
      const start = process.cpuUsage()
      await run()
      const { user, system } = process.cpuUsage(start)
      if (slice >= 0) cpuMicros.push(user + system)
    }
  }
  return measured.map(({ cpuMicros }) => cpuMicros)
}
