/** What is looked for: traces for which every term holds. */
export interface Query {
  readonly terms: readonly QueryTerm[]
}

/** One condition. */
export type QueryTerm = TextTerm | NumberTerm | HasTerm

interface TermHead {
  /** The term as it was written, for messages. */
  readonly text: string
  /** The condition must not hold for any span. */
  readonly isNegated: boolean
}

/** A field that is a text, or an attribute. */
export interface TextTerm extends TermHead {
  /** `any` is a bare word: service, operation or subject contains it, in whatever case. */
  readonly field: TextField
  /** The attribute's key, for the field `attribute`. */
  readonly key?: string
  /**
   * `is` compares the whole text; of `subject` with the wildcards of NATS, of a `trace` by its beginning. `contains` takes
   * any part, in whatever case.
   */
  readonly operator: 'is' | 'contains'
  readonly value: string
}

/** A field that is a number. */
export interface NumberTerm extends TermHead {
  /** `duration` is in milliseconds. */
  readonly field: NumberField
  /** The attribute's key, for the field `attribute-number`. */
  readonly key?: string
  readonly operator: '=' | '>' | '>=' | '<' | '<='
  readonly value: number
}

/** Something that a trace has. */
export interface HasTerm extends TermHead {
  readonly field: 'has'
  readonly value: HasValue
}

export type TextField =
  | 'any'
  | 'service'
  | 'operation'
  | 'subject'
  | 'stream'
  | 'consumer'
  | 'server'
  | 'cluster'
  | 'account'
  | 'status'
  | 'trace'
  | 'message'
  | 'attribute'

export type NumberField = 'duration' | 'delivery' | 'attribute-number'

export type HasValue = (typeof HAS_VALUES)[number]

/**
 * - `hops`: spans of servers; `errors`: a failed span; `dlq`: a dead letter; `retries`: a message that was delivered again
 * - `broken`: a message without the context it should have had; `missing`: a span names a parent that is not there
 */
export const HAS_VALUES = ['hops', 'errors', 'dlq', 'retries', 'broken', 'missing'] as const
