import { ROW_FLAGS, ROW_ROLES } from '../../../api/trace-view.ts'
import { at, type TraceModel } from './trace-model.ts'

/** Rows that a filter finds. */
export interface FilterMatches {
  /** By row: 1 for a row that matches. */
  readonly matches: Uint8Array
  readonly count: number
}

/**
 * Finds rows by words, all of which must match: a part of the name, service or detail in any case, `is:error`,
 * `is:redelivered`, `is:dlq`, `is:critical`, `is:hop` (any role by its name), or a duration such as `>10ms`.
 * A word with `-` before it must not match. Absent for a filter without words.
 */
export function filterRows(model: TraceModel, text: string): FilterMatches | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return undefined

  const matches = new Uint8Array(model.size).fill(1)
  for (const word of words) {
    const isNegated = word.length > 1 && word.startsWith('-')
    const matchesRow = toPredicate(model, isNegated ? word.slice(1) : word)
    for (let row = 0; row < model.size; row++) {
      if (matches[row] === 1 && matchesRow(row) === isNegated) matches[row] = 0
    }
  }
  let count = 0
  for (const match of matches) count += match
  return { matches, count }
}

/** Matches and the rows above them, so that each is seen where it belongs. */
export function withAncestors({ size, parents }: TraceModel, matches: Uint8Array): Uint8Array {
  const kept = matches.slice()
  for (let row = size - 1; row >= 0; row--) {
    if (kept[row] === 1 && at(parents, row) >= 0) kept[at(parents, row)] = 1
  }
  return kept
}

type RowPredicate = (row: number) => boolean

const DURATION = /^([<>])=?(\d+(?:\.\d+)?)(ns|us|µs|ms|s)?$/
const NANOS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 }

function toPredicate(model: TraceModel, word: string): RowPredicate {
  const [, sign, amount, unit] = DURATION.exec(word) ?? []
  if (amount !== undefined) {
    const limitNs = Number(amount) * (NANOS[unit ?? 'ms'] ?? 1)
    if (sign === '>') return (row) => at(model.durations, row) >= limitNs
    return (row) => at(model.durations, row) < limitNs
  }
  if (word.startsWith('is:')) return toKindPredicate(model, word.slice(3))
  return toTextPredicate(model, word)
}

function toKindPredicate({ view, critical }: TraceModel, kind: string): RowPredicate {
  const { flags, roles } = view.rows
  const bit = FLAG_WORDS[kind]
  if (bit !== undefined) return (row) => ((flags[row] ?? 0) & bit) !== 0
  if (kind === 'critical') return (row) => critical[row] === 1
  const wanted = new Set(
    ROW_ROLES.flatMap((role, index) =>
      role === kind || role.startsWith(`${kind}-`) ? [index] : [],
    ),
  )
  return (row) => wanted.has(roles[row] ?? 0)
}

const FLAG_WORDS: Readonly<Record<string, number>> = {
  error: ROW_FLAGS.error,
  redelivered: ROW_FLAGS.redelivered,
  dlq: ROW_FLAGS.deadLetter,
  broken: ROW_FLAGS.brokenContext,
  links: ROW_FLAGS.hasLinks,
  events: ROW_FLAGS.hasEvents,
}

/** Each text is looked at once, however many rows have it. */
function toTextPredicate({ view }: TraceModel, word: string): RowPredicate {
  const found = Uint8Array.from(view.strings, (text) => (text.toLowerCase().includes(word) ? 1 : 0))
  const { names, services, details, spanIds } = view.rows
  return (row) =>
    found[names[row] ?? 0] === 1 ||
    found[services[row] ?? 0] === 1 ||
    found[details[row] ?? 0] === 1 ||
    (word.length === 16 && spanIds.startsWith(word, row * 16))
}
