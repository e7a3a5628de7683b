/** Variables of the environment by their names, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A variable that is a whole number of 0 or more; `undefined` when it is none. */
export function countOf(value: string | undefined): number | undefined {
  return value !== undefined && /^\s*\d+\s*$/.test(value) ? Number(value) : undefined
}
