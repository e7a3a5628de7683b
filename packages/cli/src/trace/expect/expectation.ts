/** What a trace is expected to come to. */
export type Expectation =
  | { readonly key: 'complete' }
  | { readonly key: 'stream'; readonly name: string }
  | { readonly key: 'subscribers'; readonly relation: Relation; readonly count: number }
  /** These servers, and no others. */
  | { readonly key: 'servers'; readonly names: readonly string[] }
  /** Of each link between servers, in milliseconds. */
  | { readonly key: 'max-latency'; readonly latencyMs: number }

/** How a count is compared. */
export type Relation = '=' | '>=' | '<='
