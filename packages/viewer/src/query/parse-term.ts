import { QUERY_FIELDS } from './fields.ts'
import { parseAttribute } from './parse-attribute.ts'
import { parseField } from './parse-field.ts'
import { isPattern, parseWord } from './parse-word.ts'
import { HAS_VALUES, type QueryTerm } from './query.ts'
import { hasTail, unquote } from './split-terms.ts'
import { listOf, show, termProblem, type TermHead, type TermProblem } from './term-problem.ts'

/** Reads one term. */
export function parseTerm(text: string): QueryTerm | TermProblem {
  const [, name = '', operator, value = ''] = TERM.exec(text) ?? []
  const isNegated = /^-./su.test(text) !== (operator === '!=')
  const head = { text, isNegated }
  if (operator === undefined || isPattern(text)) return parseWord(head)
  if (operator === ':') return ofColon(head, name, value)

  const problem = valueProblem(name, value)
  if (problem) return problem
  if (isAttribute(name)) return parseAttribute(head, keyOf(name), operator, unquote(value))
  const field = fieldOf(name)
  return field ? parseField(head, field, operator, unquote(value)) : unknownField(name)
}

// A name ends at the first operator; a quoted text has none, and neither has a subject such as `orders.>`. The key of an attribute
// is whatever its service wrote.
const TERM =
  /^-?(attr\.(?:"(?:\\.|[^"\\])*"|(?:[^\s"=<>~!]|!(?!=))*)(?=[=<>~!])|[a-z][\w.:/-]*?)(!=|>=|<=|=|>|<|~|:)(.*)$/isu

function valueProblem(name: string, value: string): TermProblem | undefined {
  // An attribute can be empty; what else a span has not, it does not have at all.
  const isEmpty = unquote(value) === '' && !(isAttribute(name) && value === '""')
  if (isEmpty) return termProblem(`${show(name)} lacks a value`, `write ${name}=…`)
  if (/^[=~]/u.test(value)) {
    return termProblem(
      `${show(name)} is compared twice`,
      `write one of =, !=, ~, >, >=, < and <=; quote a value that begins with ${value.charAt(0)}`,
    )
  }
  if (!hasTail(value)) return undefined
  return termProblem(`${value} goes on after its quote`, 'put the whole value in quotes')
}

// Other search boxes have a colon where this language has an operator; an address has one too.
function ofColon(head: TermHead, name: string, written: string): QueryTerm | TermProblem {
  if (name.toLowerCase() === 'has') return has(head, unquote(written))
  if (!isAttribute(name) && !fieldOf(name)) return parseWord(head)
  return termProblem(
    `${show(name)} is followed by a colon`,
    `write ${name}=${written === '' ? '…' : written}, or quote what is to be found as a text`,
  )
}

function has(head: TermHead, value: string): QueryTerm | TermProblem {
  const known = HAS_VALUES.find((each) => each === value.toLowerCase())
  if (known) return { ...head, field: 'has', value: known }
  return termProblem(`nothing is known as has:${value}`, `there are ${listOf(HAS_VALUES)}`)
}

function isAttribute(name: string): boolean {
  return /^attr\./iu.test(name)
}

function keyOf(name: string): string {
  return unquote(name.slice('attr.'.length))
}

function fieldOf(name: string) {
  return QUERY_FIELDS.find((each) => each.name === name.toLowerCase())
}

function unknownField(name: string): TermProblem {
  const names = QUERY_FIELDS.map((field) => field.name)
  return termProblem(
    `there is no field ${show(name)}`,
    `fields are ${listOf([...names, 'attr.NAME', 'has:'])}; quote what is to be found as a text`,
  )
}
