import type { Outcome } from '../otlp-http/index.ts'

/** An answer by which a backend does not want what was sent. */
export type Refusal = Extract<Outcome, { kind: 'refused' }>

/** What a refusal is about. */
export type Verdict =
  /** The record itself: it will not be better next time. */
  | 'record'
  /** Whoever sends: all other records would be refused as well. */
  | 'sender'
  /** The record, or the state the backend is in: what becomes of other records tells. */
  | 'unclear'

/**
 * What a backend refuses by a status: a body that it cannot read or that is too large, credentials
 * that are missing, or something that it does not tell.
 */
export function verdictOf({ status }: Refusal): Verdict {
  if (status === 400 || status === 413) return 'record'
  if (status === 401 || status === 403 || status === 407) return 'sender'
  return 'unclear'
}
