import type { FacetsView } from '../../api/status-view.ts'
import { QUERY_FIELDS } from '../../query/fields.ts'
import { HAS_VALUES } from '../../query/query.ts'
import { splitTerms } from '../../query/split-terms.ts'

/** Something that the term at the caret could become. */
export interface Suggestion {
  /** The whole term. */
  readonly term: string
  /** Whether there is more to write after it: a field without its value. */
  readonly isOpen: boolean
  readonly meaning: string
}

/** What to offer for a query whose caret is at `caret`, the best first; `facets` are values that there are. */
export function suggest(
  text: string,
  caret: number,
  facets: FacetsView | undefined,
): readonly Suggestion[] {
  const { written, sign } = termAt(text, caret)
  const value = /^([a-z]+)(=|!=|:)(.*)$/is.exec(written)
  const offers =
    value === null
      ? fieldOffers(written)
      : valueOffers(value[1] ?? '', value[2] ?? '', value[3] ?? '', facets)

  return offers
    .filter(({ term }) => term !== written)
    .slice(0, 10)
    .map((offer) => ({ ...offer, term: sign + offer.term }))
}

/** The query with the term at the caret in its new form, and where the caret is then. */
export function applySuggestion(
  text: string,
  caret: number,
  { term, isOpen }: Suggestion,
): { readonly text: string; readonly caret: number } {
  const { start, end } = termAt(text, caret)
  const after = text.slice(end)
  const head = `${text.slice(0, start)}${term}${isOpen || after.startsWith(' ') ? '' : ' '}`

  return { text: head + after, caret: head.length + (!isOpen && after.startsWith(' ') ? 1 : 0) }
}

/** A value as a term has it: in quotes where it must be, as one that begins like an operator. */
export function quoteValue(value: string): string {
  return /^[^\s"=~][^\s"]*$/.test(value)
    ? value
    : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}

function termAt(
  text: string,
  caret: number,
): {
  readonly written: string
  readonly sign: string
  readonly start: number
  readonly end: number
} {
  const term = splitTerms(text).find(({ start, end }) => start < caret && caret <= end)
  if (term === undefined) return { written: '', sign: '', start: caret, end: caret }
  const sign = term.text.startsWith('-') ? '-' : ''

  return { written: term.text.slice(sign.length), sign, start: term.start, end: term.end }
}

function fieldOffers(written: string): readonly Suggestion[] {
  const begin = written.toLowerCase()
  const fields = QUERY_FIELDS.map(({ name, type, meaning }) => ({
    term: `${name}${type === 'number' || type === 'duration' ? '>' : '='}`,
    isOpen: true,
    meaning,
  }))
  const offers = [
    ...fields.slice(0, 6),
    { term: 'has:', isOpen: true, meaning: 'something that a trace has, such as errors' },
    ...fields.slice(6),
    { term: 'attr.', isOpen: true, meaning: 'an attribute: attr.tenant.id=t-12' },
  ]

  return offers.filter(({ term }) => term.startsWith(begin))
}

function valueOffers(
  name: string,
  operator: string,
  written: string,
  facets: FacetsView | undefined,
): readonly Suggestion[] {
  const begin = written.replace(/^"/, '').toLowerCase()
  return valuesOf(name.toLowerCase(), operator, facets)
    .filter(({ value }) => value.toLowerCase().includes(begin))
    .map(({ value, meaning }) => ({
      term: `${name}${operator}${quoteValue(value)}`,
      isOpen: false,
      meaning,
    }))
}

function valuesOf(
  name: string,
  operator: string,
  facets: FacetsView | undefined,
): readonly { readonly value: string; readonly meaning: string }[] {
  if (operator === ':') {
    return name === 'has'
      ? HAS_VALUES.map((value) => ({ value, meaning: HAS_MEANINGS[value] }))
      : []
  }
  if (name === 'status')
    return ['error', 'ok', 'unset'].map((value) => ({ value, meaning: 'status of a span' }))
  const facet = FACETS[name]
  const values = facet === undefined ? [] : (facets?.[facet] ?? [])

  return values.map(({ value, count }) => ({ value, meaning: `${count} spans` }))
}

const FACETS: Readonly<Record<string, keyof FacetsView>> = {
  service: 'services',
  subject: 'subjects',
  stream: 'streams',
  consumer: 'consumers',
  account: 'accounts',
}

const HAS_MEANINGS: Readonly<Record<(typeof HAS_VALUES)[number], string>> = {
  hops: 'spans of NATS servers',
  errors: 'a span that failed',
  dlq: 'a dead letter',
  retries: 'a message that was delivered again',
  broken: 'a message without the context it should have had',
  missing: 'a span names a parent that is not there',
}
