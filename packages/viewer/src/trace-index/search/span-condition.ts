import type { JourneySpan } from '@hopscope/path'
import type { AnyValue } from '@hopscope/observe/otlp'
import { ROW_FLAGS } from '../../api/trace-view.ts'
import { textOfValue } from '../../trace/attribute.ts'
import type { HasTerm, NumberTerm, QueryTerm, TextTerm } from '../../query/query.ts'
import { SPAN_BITS } from '../ingest/span-row.ts'
import { FIELD_KEYS, MAX_TEXT, tokenOf } from '../ingest/tokens.ts'
import type { IndexStore } from '../store/index-store.ts'
import { MAX_NAME_LENGTH } from '../store/names.ts'
import { subjectMatches } from './subject-matches.ts'

/** A condition in SQL, on `s` of the spans, with the values of its parameters. */
export interface SpanCondition {
  readonly sql: string
  readonly parameters: readonly Parameter[]
  /** Words that a span has if the condition holds, one of them at the least: it is found by them. */
  readonly tokens?: readonly string[]
  /** The service that a span has if the condition holds. */
  readonly service?: number
}

export type Parameter = string | number | bigint | Uint8Array

/** A condition that takes a look at all of a span. */
export type SpanPredicate = (entry: JourneySpan) => boolean

/** The condition of a term on a span; a predicate where SQL cannot tell. */
export function spanCondition(
  store: IndexStore,
  term: Exclude<QueryTerm, HasTerm>,
): SpanCondition | SpanPredicate {
  switch (term.field) {
    case 'duration':
      return compare('s.duration', term, toNanos(term.value))
    case 'delivery':
      return compare('s.delivery', term, term.value)
    case 'attribute-number':
      return attributeNumber(term)
    case 'status':
      return status(term.value)
    case 'any':
      return anyOf(store, term.value)
    case 'attribute':
      return attribute(store, term.key ?? '', term)
    case 'message':
      return attribute(store, 'messaging.message.id', term)
    case 'trace':
      return EVERY
    default:
      return named(store, term, term.field)
  }
}

/** Milliseconds as nanoseconds: 0.013 of them are 13000, and not a little less. */
export function toNanos(ms: number): number {
  return Math.round(ms * 1e9) / 1e3
}

const EVERY: SpanCondition = { sql: '1', parameters: [] }
const NONE: SpanCondition = { sql: '0', parameters: [] }

function compare(column: string, { operator }: NumberTerm, value: number): SpanCondition {
  return { sql: `${column} ${operator} ?`, parameters: [value] }
}

function status(value: string): SpanCondition {
  const failed = SPAN_BITS.statusError | ROW_FLAGS.error
  if (value === 'error') return { sql: `s.flags & ${failed} <> 0`, parameters: [] }
  if (value === 'ok') return { sql: `s.flags & ${SPAN_BITS.statusOk} <> 0`, parameters: [] }
  return { sql: `s.flags & ${failed | SPAN_BITS.statusOk} = 0`, parameters: [] }
}

function anyOf(store: IndexStore, value: string): SpanCondition {
  const ids = idsContaining(store, value)
  if (ids.length === 0) return NONE
  const list = JSON.stringify(ids)
  const member = 'IN (SELECT value FROM json_each(?))'
  return {
    sql: `(s.service ${member} OR s.operation ${member} OR s.subject ${member})`,
    parameters: [list, list, list],
  }
}

type NamedField =
  | 'service'
  | 'operation'
  | 'subject'
  | 'stream'
  | 'consumer'
  | 'server'
  | 'cluster'
  | 'account'

// Attributes that the columns are of: an exact value is found by its word.
const KEYS: Readonly<Record<NamedField, readonly string[]>> = {
  ...FIELD_KEYS,
  service: [],
  operation: [],
}

function named(store: IndexStore, { operator, value }: TextTerm, field: NamedField): SpanCondition {
  const ids = operator === 'contains' ? idsContaining(store, value) : idsOf(store, field, value)
  const [id] = ids
  if (id === undefined) return NONE
  if (ids.length > 1) {
    const member = `s.${field} IN (SELECT value FROM json_each(?))`
    return { sql: member, parameters: [JSON.stringify(ids)] }
  }
  const exact = store.names.textOf(id)
  // Of a text that was cut, the word is that of the whole.
  const isWhole = exact.length < MAX_NAME_LENGTH && !exact.includes('\ufffd')
  const tokens = isWhole ? KEYS[field].map((key) => tokenOf(key, exact)) : []
  return {
    sql: `s.${field} = ?`,
    parameters: [id],
    ...(tokens.length > 0 && { tokens }),
    ...(field === 'service' && { service: id }),
  }
}

function idsOf({ names }: IndexStore, field: NamedField, value: string): readonly number[] {
  if (field === 'subject' && /[*>]/.test(value))
    return names.matching((text) => subjectMatches(value, text))
  const id = names.find(value)
  return id === undefined ? [] : [id]
}

function idsContaining({ names }: IndexStore, value: string): readonly number[] {
  const part = value.toLowerCase()
  return names.matching((text) => text.toLowerCase().includes(part))
}

function attribute(
  { database }: IndexStore,
  key: string,
  { operator, value }: TextTerm,
): SpanCondition | SpanPredicate {
  if (operator === 'is' && value.length > MAX_TEXT) {
    return (entry) => valuesOf(entry, key).includes(value)
  }
  if (operator === 'contains') {
    const part = value.toLowerCase()
    return (entry) => valuesOf(entry, key).some((each) => each.toLowerCase().includes(part))
  }
  const token = tokenOf(key, value)
  const ofSpan = '+s.id IN (SELECT rowid FROM tokens WHERE tokens MATCH ?)'
  const isOfSource = database.prepare('SELECT 1 FROM source_tokens WHERE token = ?').get(token)
  if (isOfSource === undefined) return { sql: ofSpan, parameters: [token], tokens: [token] }
  return {
    sql: `(s.source IN (SELECT source FROM source_tokens WHERE token = ?) OR ${ofSpan})`,
    parameters: [token, token],
  }
}

function attributeNumber({ key = '', operator, value }: NumberTerm): SpanPredicate {
  return (entry) =>
    valuesOf(entry, key).some((text) => NUMBER.test(text) && holds(operator, toNumber(text), value))
}

// Blanks and `0x10` are numbers to JavaScript only.
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$|^-?Infinity$/i

// Of an int beyond 2^53 a double would lose the last digits.
function toNumber(text: string): number | bigint {
  return /^[+-]?\d{16,20}$/.test(text) ? BigInt(text) : Number(text)
}

function holds(operator: NumberTerm['operator'], one: number | bigint, other: number): boolean {
  const order = one < other ? -1 : Number(one > other)
  if (operator === '=') return order === 0
  if (operator === '>') return order > 0
  if (operator === '>=') return order >= 0
  return operator === '<' ? order < 0 : order <= 0
}

function valuesOf({ span, resource }: JourneySpan, key: string): readonly string[] {
  return [span.attributes[key], resource[key]].flatMap((value) => {
    if (value === undefined) return []
    return isList(value) ? value.map(textOfValue) : [textOfValue(value)]
  })
}

function isList(value: AnyValue): value is readonly AnyValue[] {
  return Array.isArray(value)
}
