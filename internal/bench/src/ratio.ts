/** How many times one thing is better than another, and what it was to be. */
export interface Ratio {
  /** What is measured, such as `hops: naive / ours`. */
  readonly name: string
  /** What the first of the two does. */
  readonly a: string
  /** What the second of the two does. */
  readonly b: string
  /** The median. */
  readonly ratio: number
  /** A quarter of the runs are below the first, and a quarter above the second. */
  readonly spread: readonly [low: number, high: number]
  readonly goal: number
  /** Whether the goal is the least or the most that the ratio may be. */
  readonly bound: 'at least' | 'at most'
  /** How many runs it was taken from. */
  readonly runs: number
}

/** Whether the ratio is what it was to be. */
export function isMet({ ratio, goal, bound }: Ratio): boolean {
  return bound === 'at least' ? ratio >= goal : ratio <= goal
}
