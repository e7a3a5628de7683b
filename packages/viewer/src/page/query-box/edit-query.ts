import { splitTerms } from '../../query/split-terms.ts'
import { quoteValue } from './suggest.ts'

/** Whether the query has this very term. */
export function hasTerm(query: string, term: string): boolean {
  return splitTerms(query).some(({ text }) => text === term)
}

/** The query with the term, or without it if it had it. */
export function toggleTerm(query: string, term: string): string {
  return hasTerm(query, term)
    ? withoutTerm(query, term)
    : [query.trim(), term].filter((part) => part !== '').join(' ')
}

/** The query without the term. */
export function withoutTerm(query: string, term: string): string {
  return splitTerms(query)
    .map(({ text }) => text)
    .filter((text) => text !== term)
    .join(' ')
}

/** A term for a field and its value. */
export function fieldTerm(field: string, value: string): string {
  return `${field}=${quoteValue(value)}`
}

/** A list of traces that match these terms, as a link. */
export function tracesHref(...terms: readonly string[]): string {
  return `/traces?q=${encodeURIComponent(terms.join(' '))}`
}
