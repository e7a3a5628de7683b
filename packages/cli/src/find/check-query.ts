import { parseQuery } from '@hopscope/viewer/query'
import { CliError } from '../cli-error.ts'

/**
 * The words of a command line as one query.
 *
 * @throws {CliError} ARGUMENT_INVALID if they are none
 */
export function checkQuery(words: readonly string[]): string {
  const text = words.join(' ')
  const query = parseQuery(text)
  if ('terms' in query) return text
  throw new CliError('ARGUMENT_INVALID', query.problem, { hint: query.hint })
}
