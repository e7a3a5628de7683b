/** The largest number that items have; 0 where none is larger. */
export function maxOf<T>(items: readonly T[], numberOf: (item: T) => number): number {
  return items.reduce((max, item) => Math.max(max, numberOf(item)), 0)
}
