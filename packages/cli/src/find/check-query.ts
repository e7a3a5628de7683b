import { parseQuery } from '@hopscope/viewer/query'
import { CliError } from '../cli-error.ts'

/**
 * The arguments of a command line as one query.
 *
 * The shell has taken the quotes of `operation="process orders"`: a value with blanks gets them back. One argument may also
 * hold several terms.
 *
 * @throws {CliError} ARGUMENT_INVALID if they are none
 */
export function checkQuery(args: readonly string[]): string {
  const text = args.map(withQuotes).join(' ')
  const query = parseQuery(text)
  if ('terms' in query) return text
  throw new CliError('ARGUMENT_INVALID', query.problem, { hint: query.hint })
}

function withQuotes(arg: string): string {
  const [, head = '', value = ''] = COMPARISON.exec(arg) ?? []
  if (!/\s/u.test(value) || arg.includes('"') || hasFurtherTerm(value)) return arg
  return `${head}"${value.replaceAll('\\', String.raw`\\`)}"`
}

// A field, its operator, and at once what it is compared with.
const COMPARISON = /^(-?(?:attr\.[^\s"=<>~!]+|[a-z]+)(?:!=|[<>]=|[=<>~]))([^\s=~].*)$/isu

function hasFurtherTerm(value: string): boolean {
  const query = parseQuery(value.replace(/^\S+/u, ''))
  return 'terms' in query && query.terms.some(({ field }) => field !== 'any')
}
