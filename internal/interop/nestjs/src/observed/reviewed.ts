import { readFile } from 'node:fs/promises'
import type { Difference } from './compare.ts'

/** A difference that was looked at, and that is meant to be. */
export interface Reviewed {
  readonly verdict: Verdict
  /** Why ours is another. */
  readonly reason: string
  /** What ours does; absent where it has no such fact. */
  readonly ours?: string
  /** The facts in which it is, by the ids of their fixtures; each of them must have it. */
  readonly where: Readonly<Record<string, readonly string[]>>
}

/**
 * - `contract wins`: the contract says something else than nestjs-jetstream does;
 * - `bug not copied`: what was recorded is a mistake;
 * - `goes beyond`: ours says or does more, and nobody who honors the contract is disturbed;
 * - `no counterpart`: it belongs to nestjs-jetstream or to its framework alone.
 */
type Verdict = (typeof VERDICTS)[number]

export const VERDICTS = [
  'contract wins',
  'bug not copied',
  'goes beyond',
  'no counterpart',
] as const

/** Reads the table of reviewed differences. */
export async function readReviewed(
  path: string | URL = new URL('../../differences.json', import.meta.url),
): Promise<readonly Reviewed[]> {
  return JSON.parse(await readFile(path, 'utf8')) as readonly Reviewed[]
}

/** What is left to say of a scenario when its reviewed differences are taken away. */
export interface Verdicts {
  /** Differences that nobody has reviewed. */
  readonly unreviewed: readonly Difference[]
  /** Reviewed differences that are no longer there. */
  readonly gone: readonly Gone[]
}

/** A reviewed difference that is no longer there. */
interface Gone {
  readonly field: string
  readonly reason: string
}

/** Holds the differences of one fixture against the table. */
export function review(
  id: string,
  differences: readonly Difference[],
  table: readonly Reviewed[],
): Verdicts {
  const expected = table.flatMap(({ where, ours, reason }) =>
    (where[id] ?? []).map((field) => ({ field, ours, reason })),
  )
  const isSame = (one: Difference, row: { readonly field: string; readonly ours: unknown }) =>
    one.field === row.field && one.ours === row.ours
  return {
    unreviewed: differences.filter((one) => !expected.some((row) => isSame(one, row))),
    gone: expected
      .filter((row) => !differences.some((one) => isSame(one, row)))
      .map(({ field, reason }) => ({ field, reason })),
  }
}
