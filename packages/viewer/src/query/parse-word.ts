import type { QueryTerm } from './query.ts'
import { hasTail, unquote } from './split-terms.ts'
import { show, termProblem, type TermHead, type TermProblem } from './term-problem.ts'

/** Reads a term that names no field: a subject with wildcards, the id of a trace, or a text that is looked for everywhere. */
export function parseWord(head: TermHead): QueryTerm | TermProblem {
  const written = head.text.replace(/^-(?=.)/su, '')
  const value = unquote(written)
  if (isPattern(written)) return { ...head, field: 'subject', operator: 'is', value }
  if (TRACE_ID.test(written)) {
    return { ...head, field: 'trace', operator: 'is', value: value.toLowerCase() }
  }
  return wordProblem(written) ?? { ...head, field: 'any', operator: 'contains', value }
}

/** Whether a word is a subject to everyone who knows NATS, such as `orders.>` or `orders.*.new`. */
export function isPattern(text: string): boolean {
  const tokens = text.replace(/^-/u, '').split('.')
  return (
    !/["=<~!:]/u.test(text) &&
    tokens.every((token, at) =>
      token === '>' ? at === tokens.length - 1 : !/^$|>/u.test(token),
    ) &&
    tokens.some((token) => token === '*' || token === '>')
  )
}

// As programs print it.
const TRACE_ID = /^[\da-f]{32}$/iu

// What other languages of search have, and what would quietly find nothing as a text.
function wordProblem(written: string): TermProblem | undefined {
  const hint = CONNECTIVES.get(written)
  if (hint) {
    return termProblem(`${written} is no part of a query`, `${hint}; quote it to find it as a text`)
  }
  if (hasTail(written)) {
    return termProblem(`${written} goes on after its quote`, 'put the whole text in quotes')
  }
  if (/^-./su.test(written)) {
    return termProblem(
      `-${written} begins with two minus signs`,
      'one negates a term; on a command line, options come before --',
    )
  }
  if (written.startsWith('"') || !/^[!~]|[=<>]/u.test(written)) return undefined
  return termProblem(
    `${show(written)} has no field before its operator`,
    'write it as in service=orders, without blanks; quote what is to be found as a text',
  )
}

const CONNECTIVES: ReadonlyMap<string, string> = new Map([
  ['AND', 'terms side by side must all hold, so leave it out'],
  ['OR', 'terms side by side must all hold, so search for one after the other'],
  ['NOT', 'write a minus before the term that must not hold'],
])
