import { ROW_FLAGS } from '../../api/trace-view.ts'
import type { HasTerm, Query, QueryTerm, TextTerm } from '../../query/query.ts'
import type { IndexStore } from '../store/index-store.ts'
import {
  spanCondition,
  toNanos,
  type Parameter,
  type SpanCondition,
  type SpanPredicate,
} from './span-condition.ts'

/** What traces are looked for. */
export interface CompiledQuery {
  /** A condition in SQL on `t` of the traces. */
  readonly sql: string
  readonly parameters: readonly Parameter[]
  /** Ways to find spans of every trace that there is, the narrow ones first as a rule. */
  readonly drivers: readonly Pick<SpanCondition, 'tokens' | 'service'>[]
  /** What must hold beside, of all spans of a trace. */
  readonly predicates: readonly TracePredicate[]
}

/** A condition that takes a look at the spans of a trace. */
export type TracePredicate =
  | { readonly type: 'missing'; readonly isNegated: boolean }
  | {
      readonly type: 'span'
      readonly isNegated: boolean
      /** What holds for the span beside, so that only such ones are looked at. */
      readonly where: SqlPart
      readonly holds: SpanPredicate
    }

/**
 * Makes SQL of a query.
 *
 * Terms about one piece of work, such as its service, its duration and its attributes, must hold for one span together, and
 * so must those about a server; a bare word for any span.
 */
export function compileQuery(store: IndexStore, { terms }: Query): CompiledQuery {
  const groups: Readonly<Record<GroupName, Group>> = { work: newGroup(), place: newGroup() }
  const wholes: SqlPart[] = []
  const drivers: CompiledQuery['drivers'][number][] = []
  const predicates: TracePredicate[] = []
  for (const term of terms) {
    if (term.field === 'has') {
      if (term.value === 'missing') predicates.push({ type: 'missing', isNegated: term.isNegated })
      else wholes.push(has(term))
      continue
    }
    if (term.field === 'trace') {
      wholes.push(traceId(term))
      continue
    }
    const condition = spanCondition(store, term)
    const group = term.isNegated ? undefined : groups[PLACES.has(term.field) ? 'place' : 'work']
    const isWord = term.field === 'any'
    if (typeof condition === 'function') {
      if (group) group.predicates.push(condition)
      else predicates.push({ type: 'span', isNegated: true, where: EVERY, holds: condition })
      continue
    }
    if (!term.isNegated && (condition.tokens ?? condition.service) !== undefined) {
      drivers.push(condition)
    }
    if (group && !isWord) group.conditions.push(condition)
    else wholes.push(exists([condition], term.isNegated))
    wholes.push(...shortcut(term))
  }
  for (const { conditions, predicates: looks } of Object.values(groups)) {
    if (conditions.length > 0) wholes.push(exists(conditions, false))
    if (looks.length === 0) continue
    const holds: SpanPredicate = (entry) => looks.every((look) => look(entry))
    predicates.push({ type: 'span', isNegated: false, where: allOf(conditions), holds })
  }
  return {
    sql: wholes.map(({ sql }) => `(${sql})`).join(' AND ') || '1',
    parameters: wholes.flatMap(({ parameters }) => parameters),
    drivers: drivers.toSorted((one, other) => Number(!one.tokens) - Number(!other.tokens)),
    predicates,
  }
}

/** Terms that hold for one span together: those about a piece of work, and those about a server that a message crossed. */
interface Group {
  readonly conditions: SpanCondition[]
  readonly predicates: SpanPredicate[]
}

type GroupName = 'work' | 'place'

const PLACES: ReadonlySet<QueryTerm['field']> = new Set(['server', 'cluster', 'account'])

function newGroup(): Group {
  return { conditions: [], predicates: [] }
}

/** A condition in SQL, with the values of its parameters. */
interface SqlPart {
  readonly sql: string
  readonly parameters: readonly Parameter[]
}

function exists(conditions: readonly SpanCondition[], isNegated: boolean): SqlPart {
  const { sql, parameters } = allOf(conditions)
  return {
    sql: `${isNegated ? 'NOT ' : ''}EXISTS (SELECT 1 FROM spans s INDEXED BY spans_id WHERE s.trace = t.id AND ${sql})`,
    parameters,
  }
}

function allOf(conditions: readonly SpanCondition[]): SqlPart {
  if (conditions.length === 0) return EVERY
  return {
    sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '),
    parameters: conditions.flatMap(({ parameters }) => parameters),
  }
}

const EVERY: SqlPart = { sql: '1', parameters: [] }

// What the row of the trace rules out needs no look at its spans.
function shortcut(term: Exclude<QueryTerm, HasTerm>): readonly SqlPart[] {
  if (term.isNegated) return []
  const isLowerBound = 'operator' in term && (term.operator === '>' || term.operator === '>=')
  if (term.field === 'duration' && isLowerBound) {
    return [{ sql: `t.longest ${term.operator} ?`, parameters: [toNanos(term.value)] }]
  }
  if (term.field === 'delivery' && isLowerBound) {
    return [{ sql: `t.deliveries ${term.operator} ?`, parameters: [term.value] }]
  }
  return []
}

function has({ value, isNegated }: HasTerm): SqlPart {
  const sql = HAS_SQL[value === 'missing' ? 'errors' : value]
  return { sql: isNegated ? `NOT ${sql}` : sql, parameters: [] }
}

const HAS_SQL: Readonly<Record<Exclude<HasTerm['value'], 'missing'>, string>> = {
  hops: '(t.hops > 0)',
  errors: `(t.flags & ${ROW_FLAGS.error} <> 0)`,
  dlq: `(t.flags & ${ROW_FLAGS.deadLetter} <> 0)`,
  retries: '(t.deliveries > 1)',
  broken: `(t.flags & ${ROW_FLAGS.brokenContext} <> 0)`,
}

function traceId({ operator, value, isNegated }: TextTerm): SqlPart {
  const not = isNegated ? 'NOT ' : ''
  if (operator === 'contains') {
    return { sql: `${not}instr(lower(hex(t.trace_id)), ?) > 0`, parameters: [value.toLowerCase()] }
  }
  const isPrefix = /^[0-9a-f]{1,32}$/.test(value)
  if (!isPrefix) return { sql: isNegated ? '1' : '0', parameters: [] }
  const low = Buffer.from(value.padEnd(32, '0'), 'hex')
  const high = Buffer.from(value.padEnd(32, 'f'), 'hex')
  return { sql: `${not}(t.trace_id BETWEEN ? AND ?)`, parameters: [low, high] }
}
