import type { QueryTerm } from './query.ts'
import { toComparison } from './parse-field.ts'
import { show, termProblem, type TermHead, type TermProblem } from './term-problem.ts'

/** Reads what an attribute is compared with: a text by `=`, `!=` and `~`, a number by the others. */
export function parseAttribute(
  head: TermHead,
  key: string,
  operator: string,
  value: string,
): QueryTerm | TermProblem {
  if (key === '') {
    return termProblem('attr. lacks the name of an attribute', 'write attr.order.id=o-7')
  }
  if (operator === '=' || operator === '!=') {
    return { ...head, field: 'attribute', key, operator: 'is', value }
  }
  if (operator === '~') return { ...head, field: 'attribute', key, operator: 'contains', value }
  const number = parseNumber(value)
  return number === undefined
    ? termProblem(`attr.${key} is compared with ${show(value)}, which is no number`, 'use = or ~')
    : { ...head, field: 'attribute-number', key, operator: toComparison(operator), value: number }
}

// Blanks and `0x10` are numbers to JavaScript, and to nobody who writes them here.
function parseNumber(text: string): number | undefined {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/iu.test(text)
    ? finite(Number(text))
    : undefined
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined
}
