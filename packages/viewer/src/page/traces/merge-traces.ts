import type { TraceSummary } from '../../api/trace-summary.ts'

/** A list that is followed: what is shown, and what came while the reader was reading. */
export interface FollowedTraces {
  /** The newest first. */
  readonly shown: readonly TraceSummary[]
  /** New ones that are not shown yet, the newest first. */
  readonly waiting: readonly TraceSummary[]
}

/** So many are shown while they are followed; with more the list is asked for anew, and begins with its newest page. */
const MAX_FOLLOWED = 2000

/** So many wait at the most; with more the list is asked for anew. */
export const MAX_WAITING = 999

/** Whether the list has become too long to be followed on. */
export function isTooLong({ shown, waiting }: FollowedTraces): boolean {
  return shown.length + waiting.length > MAX_FOLLOWED || waiting.length >= MAX_WAITING
}

/** What the live stream told of a list. */
export interface TraceChanges {
  readonly traces: readonly TraceSummary[]
  /** Traces that do not match any more, or never did. */
  readonly left: readonly string[]
}

/**
 * Puts what the live stream told into the list. A trace that is shown is brought up to date where it stands;
 * a new one goes to its place by time, or waits while `isPaused`, so that nothing moves under the reader's hand.
 * One that left is shown no more, at once: what stood there is not true any more.
 */
export function mergeTraces(
  { shown, waiting }: FollowedTraces,
  { traces, left }: TraceChanges,
  isPaused: boolean,
): FollowedTraces {
  const byId = new Map(traces.map((trace) => [trace.traceId, trace]))
  const gone = new Set(left)
  const replace = (list: readonly TraceSummary[]): readonly TraceSummary[] =>
    list
      .filter(({ traceId }) => !gone.has(traceId))
      .map((trace) => {
        const newer = byId.get(trace.traceId)
        byId.delete(trace.traceId)
        return newer ?? trace
      })
  const shownNow = replace(shown)
  const waitingNow = replace(waiting)
  const fresh = Array.from(byId.values())

  return isPaused
    ? { shown: shownNow, waiting: newestFirst([...fresh, ...waitingNow]).slice(0, MAX_WAITING) }
    : { shown: newestFirst([...fresh, ...waitingNow, ...shownNow]), waiting: [] }
}

/** Shows what waited. */
export function showWaiting({ shown, waiting }: FollowedTraces): FollowedTraces {
  return { shown: newestFirst([...waiting, ...shown]), waiting: [] }
}

/**
 * Puts a further page at the end of what is shown. A trace that is there already is on it again if an earlier span of it
 * came meanwhile, since it begins earlier then.
 */
export function appendTraces(
  { shown, waiting }: FollowedTraces,
  page: readonly TraceSummary[],
): FollowedTraces {
  const known = new Set([...shown, ...waiting].map(({ traceId }) => traceId))
  return { shown: [...shown, ...page.filter(({ traceId }) => !known.has(traceId))], waiting }
}

function newestFirst(traces: readonly TraceSummary[]): readonly TraceSummary[] {
  return traces.toSorted((a, b) => b.startMs - a.startMs)
}
