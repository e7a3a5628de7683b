import { parseTerm } from './parse-term.ts'
import type { QueryProblem } from './query-problem.ts'
import type { Query, QueryTerm } from './query.ts'
import { splitTerms } from './split-terms.ts'

/** Reads a query; the first of its terms that is none is told of. An empty one is for everything. */
export function parseQuery(text: string): Query | QueryProblem {
  const terms: QueryTerm[] = []
  for (const written of splitTerms(text)) {
    const term = parseTerm(written.text)
    if ('problem' in term) return { ...term, start: written.start, end: written.end }
    terms.push(term)
  }
  return { terms }
}
