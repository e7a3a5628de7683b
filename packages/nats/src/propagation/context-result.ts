/**
 * What became of the context of a received message:
 *
 * - `ok`: it was read;
 * - `missing`: the message has none;
 * - `malformed`: it has one that is not valid;
 * - `duplicate`: it has more than one, of which none can be trusted;
 * - `case_mismatch`: it was read, but its name is not in lower case, and many readers do not see it;
 * - `disabled_by_server`: it was read, but a server stopped tracing the message any further.
 */
export type ContextResult =
  | 'ok'
  | 'missing'
  | 'malformed'
  | 'duplicate'
  | 'case_mismatch'
  | 'disabled_by_server'

/** The results that end a trace: the message's span begins another. */
export type LostResult = 'missing' | 'malformed' | 'duplicate'

/** Whether the context of a message could not be read. */
export function isLost(result: ContextResult): result is LostResult {
  return result === 'missing' || result === 'malformed' || result === 'duplicate'
}
