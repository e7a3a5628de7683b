import type { Ingested } from './ingested.ts'

/** What became of messages that were indexed one by one. */
export function sumIngested(parts: readonly Ingested[]): Ingested {
  const total = (count: (part: Ingested) => number): number =>
    parts.reduce((sum, part) => sum + count(part), 0)
  const problem = parts.findLast((part) => part.problem !== undefined)?.problem
  return {
    changed: [...new Set(parts.flatMap(({ changed }) => changed))],
    traceIds: [...new Set(parts.flatMap(({ traceIds }) => traceIds))].slice(0, MAX_TOLD),
    spans: total(({ spans }) => spans),
    logRecords: total(({ logRecords }) => logRecords),
    points: total(({ points }) => points),
    dropped: total(({ dropped }) => dropped),
    unreadable: total(({ unreadable }) => unreadable),
    ...(problem !== undefined && { problem }),
  }
}

/** Traces that are told, at the most. */
export const MAX_TOLD = 1_000

/** What became of a message that cannot be written. */
export function notIngested(problem: string): Ingested {
  return {
    changed: [],
    traceIds: [],
    spans: 0,
    logRecords: 0,
    points: 0,
    dropped: 0,
    unreadable: 1,
    problem,
  }
}
