import { QUERY_FIELDS, type QueryField } from './fields.ts'
import { parseDurationMs } from './parse-duration-ms.ts'
import { type QueryProblem } from './query-problem.ts'
import { HAS_VALUES, type NumberTerm, type QueryTerm } from './query.ts'
import { unquote } from './split-terms.ts'

type TermProblem = Pick<QueryProblem, 'problem' | 'hint'>

/** Reads one term. */
export function parseTerm(text: string): QueryTerm | TermProblem {
  const [, name = '', operator, value = ''] = TERM.exec(text) ?? []
  const isNegated = /^-./u.test(text) !== (operator === '!=')
  const head = { text, isNegated }
  if (operator === undefined || isPattern(text)) return word(head)
  if (operator === ':') return has(head, name, unquote(value))
  if (unquote(value) === '') return problem(`${show(name)} lacks a value`, `write ${name}=…`)
  if (name.startsWith('attr.')) return attribute(head, name.slice(5), operator, unquote(value))

  const field = QUERY_FIELDS.find((each) => each.name === name.toLowerCase())
  return field ? ofField(head, field, operator, unquote(value)) : unknownField(name)
}

// A name ends at the first operator; a quoted text has none, and neither has a subject such as `orders.>`.
const TERM = /^-?([A-Za-z][\w.:/-]*?)(!=|>=|<=|=|>|<|~|:)(.*)$/su

type Head = Pick<QueryTerm, 'text' | 'isNegated'>

function word(head: Head): QueryTerm {
  const value = unquote(head.text.replace(/^-(?=.)/u, ''))
  return isPattern(head.text)
    ? { ...head, field: 'subject', operator: 'is', value }
    : { ...head, field: 'any', operator: 'contains', value }
}

// A word such as `orders.>` or `orders.*.new` is a subject to everyone who knows NATS.
function isPattern(text: string): boolean {
  const tokens = text.replace(/^-/u, '').split('.')
  return (
    !/["=<~!:]/u.test(text) &&
    tokens.every((token, at) =>
      token === '>' ? at === tokens.length - 1 : !/^$|>/u.test(token),
    ) &&
    tokens.some((token) => token === '*' || token === '>')
  )
}

function has(head: Head, name: string, value: string): QueryTerm | TermProblem {
  if (name !== 'has') return word(head)
  const known = HAS_VALUES.find((each) => each === value.toLowerCase())
  if (known) return { ...head, field: 'has', value: known }
  return problem(`nothing is known as has:${value}`, `there are ${list(HAS_VALUES)}`)
}

function attribute(
  head: Head,
  key: string,
  operator: string,
  value: string,
): QueryTerm | TermProblem {
  if (key === '') return problem('attr. lacks the name of an attribute', 'write attr.order.id=o-7')
  if (operator === '=' || operator === '!=') {
    return { ...head, field: 'attribute', key, operator: 'is', value }
  }
  if (operator === '~') return { ...head, field: 'attribute', key, operator: 'contains', value }
  const number = Number(value)
  return Number.isFinite(number)
    ? { ...head, field: 'attribute-number', key, operator: comparison(operator), value: number }
    : problem(`attr.${key} is compared with ${show(value)}, which is no number`, 'use = or ~')
}

function ofField(
  head: Head,
  { name, example, type, field }: QueryField,
  operator: string,
  value: string,
): QueryTerm | TermProblem {
  if (field === 'duration' || field === 'delivery' || field === 'attribute-number') {
    const number = type === 'duration' ? parseDurationMs(value) : wholeNumber(value)
    const isComparable = number !== undefined && operator !== '~'
    if (isComparable) return { ...head, field, operator: comparison(operator), value: number }
    return problem(
      `${show(name)} needs ${type === 'duration' ? 'a time' : 'a number'}, and ${show(value)} is none`,
      `write it as in ${example}`,
    )
  }
  if (operator !== '=' && operator !== '!=' && operator !== '~') {
    return problem(`${show(name)} is no number`, `compare it with =, != or ~, as in ${example}`)
  }
  if (type === 'status' && !STATUSES.includes(value.toLowerCase())) {
    return problem(`no span has the status ${show(value)}`, `there are ${list(STATUSES)}`)
  }
  const isFolded = type === 'status' || field === 'trace'
  return {
    ...head,
    field,
    operator: operator === '~' ? 'contains' : 'is',
    value: isFolded ? value.toLowerCase() : value,
  }
}

const STATUSES: readonly string[] = ['error', 'ok', 'unset']

function unknownField(name: string): TermProblem {
  const names = QUERY_FIELDS.map((field) => field.name)
  return problem(
    `there is no field ${show(name)}`,
    `fields are ${list([...names, 'attr.NAME', 'has:'])}; quote what is to be found as a text`,
  )
}

function comparison(operator: string): NumberTerm['operator'] {
  return operator === '>' || operator === '>=' || operator === '<' || operator === '<='
    ? operator
    : '='
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/u.test(text) ? Number(text) : undefined
}

function problem(what: string, hint: string): TermProblem {
  return { problem: what, hint }
}

function show(value: string): string {
  return JSON.stringify(value)
}

function list(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}
