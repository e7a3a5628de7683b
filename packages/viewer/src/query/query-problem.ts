/** Why a text is no query. */
export interface QueryProblem {
  /** Such as `"duration" needs a time, and "fast" is none`. */
  readonly problem: string
  readonly hint: string
  /** Where in the text it is. */
  readonly start: number
  readonly end: number
}
