import type { QueryProblem } from './query-problem.ts'
import type { QueryTerm } from './query.ts'

/** Why a text is no term. */
export type TermProblem = Pick<QueryProblem, 'problem' | 'hint'>

/** What every term has. */
export type TermHead = Pick<QueryTerm, 'text' | 'isNegated'>

/** What is wrong with a term, and what to write instead. */
export function termProblem(problem: string, hint: string): TermProblem {
  return { problem, hint }
}

/** A text in quotes, for a problem. */
export function show(value: string): string {
  return JSON.stringify(value)
}

/** Words of a list: `error, ok and unset`. */
export function listOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
