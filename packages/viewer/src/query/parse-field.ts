import type { QueryField } from './fields.ts'
import { parseDurationMs } from './parse-duration-ms.ts'
import type { NumberField, NumberTerm, QueryTerm, TextField } from './query.ts'
import { listOf, show, termProblem, type TermHead, type TermProblem } from './term-problem.ts'

/** Reads what a field is compared with. */
export function parseField(
  head: TermHead,
  queryField: QueryField,
  operator: string,
  value: string,
): QueryTerm | TermProblem {
  const { field } = queryField
  return isNumberField(field)
    ? ofNumber({ ...head, field }, queryField, operator, value)
    : ofText({ ...head, field }, queryField, operator, value)
}

/** The operator of a comparison of numbers; `!=` is the negation of `=`. */
export function toComparison(operator: string): NumberTerm['operator'] {
  return operator === '>' || operator === '>=' || operator === '<' || operator === '<='
    ? operator
    : '='
}

function isNumberField(field: TextField | NumberField): field is NumberField {
  return field === 'duration' || field === 'delivery' || field === 'attribute-number'
}

function ofNumber(
  head: TermHead & Pick<NumberTerm, 'field'>,
  { name, example, type }: QueryField,
  operator: string,
  value: string,
): QueryTerm | TermProblem {
  const what = type === 'duration' ? 'a time' : 'a whole number'
  if (operator === '~') {
    return termProblem(
      `${show(name)} is ${what}, of which there are no parts`,
      `compare it with =, !=, >, >=, < or <=, as in ${example}`,
    )
  }
  const number = type === 'duration' ? parseDurationMs(value) : wholeNumber(value)
  if (number !== undefined) return { ...head, operator: toComparison(operator), value: number }
  return termProblem(
    `${show(name)} needs ${what}, and ${show(value)} is none`,
    `write it as in ${example}`,
  )
}

function ofText(
  head: TermHead & { readonly field: TextField },
  { name, example, type }: QueryField,
  operator: string,
  value: string,
): QueryTerm | TermProblem {
  if (operator !== '=' && operator !== '!=' && operator !== '~') {
    return termProblem(`${show(name)} is no number`, `compare it with =, != or ~, as in ${example}`)
  }
  const isFolded = type === 'status' || head.field === 'trace'
  const text = isFolded ? value.toLowerCase() : value
  if (type === 'status' && !STATUSES.includes(text)) {
    return termProblem(`no span has the status ${show(value)}`, `there are ${listOf(STATUSES)}`)
  }
  if (head.field === 'trace' && !/^[\da-f]{1,32}$/u.test(text)) {
    return termProblem(
      `no id of a trace has ${show(value)}`,
      'an id is 32 hex digits; write it, or how it begins',
    )
  }
  return { ...head, operator: operator === '~' ? 'contains' : 'is', value: text }
}

const STATUSES: readonly string[] = ['error', 'ok', 'unset']

function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/u.test(text) ? Number(text) : undefined
}
