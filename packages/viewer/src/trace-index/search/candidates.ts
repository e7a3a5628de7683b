import type { IndexStore } from '../store/index-store.ts'
import type { CompiledQuery } from './compile-query.ts'

/**
 * The numbers of all traces that a query can find, if some term of it narrows them down to a few; `undefined` if none does, as is
 * best found out by going through the traces.
 */
export function candidatesOf(
  store: IndexStore,
  { drivers }: CompiledQuery,
  from: bigint,
): readonly number[] | undefined {
  for (const { tokens, service } of drivers) {
    const traces = tokens ? byTokens(store, tokens) : byService(store, service ?? 0, from)
    if (traces.length <= MAX_CANDIDATES) return [...new Set(traces)]
  }
  return undefined
}

const MAX_CANDIDATES = 5_000

function byTokens({ database }: IndexStore, tokens: readonly string[]): readonly number[] {
  return database
    .prepare(
      `SELECT s.trace FROM tokens JOIN spans s ON s.id = tokens.rowid WHERE tokens MATCH ?
       LIMIT ${MAX_CANDIDATES + 1}`,
    )
    .all(tokens.join(' OR '))
    .map(({ trace }) => Number(trace))
}

// A span that does not tell when it began is one of a trace that does.
function byService({ database }: IndexStore, service: number, from: bigint): readonly number[] {
  return database
    .prepare(
      `SELECT trace FROM spans WHERE service = ? AND (start >= ? OR start = 0) LIMIT ${MAX_CANDIDATES + 1}`,
    )
    .all(service, from)
    .map(({ trace }) => Number(trace))
}
