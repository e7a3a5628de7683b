/** One call of a counter or a histogram of the first DagNats. */
export interface Measurement {
  readonly type: 'counter' | 'histogram'
  readonly name: string
  readonly service: string
  readonly tags: { readonly [key: string]: string }
  /** What was added to the counter, or observed. */
  readonly value: number
  readonly timeUnixNano: bigint
}
