import type { LiveEvent } from '../../api/live-event.ts'
import type { Coverage, TraceSummary } from '../../api/trace-summary.ts'

/** What the live stream told in a while. */
export interface LiveNews {
  /** Each trace once, as it was told of last. */
  readonly traces: readonly TraceSummary[]
  /** Traces that do not match any more, or never did. */
  readonly left: readonly string[]
  /** Absent if it did not change. */
  readonly coverage?: Coverage
  /** Whether traces changed that were not told of. */
  readonly isSkipped: boolean
}

/** Takes events and hands them on together. */
export interface LiveGatherer {
  readonly add: (event: LiveEvent) => void
  /** Hands on nothing any more. */
  readonly stop: () => void
}

/** Nobody reads more than some changes a second; drawing takes a quarter of the time at the most. */
const LEAST_MS = 250
const MOST_MS = 4000
const COST_FACTOR = 4

/**
 * Gathers events and hands them on a few times a second: less often the longer the page takes to draw them.
 * `afterDrawn` calls back once the page has drawn what it was given.
 */
export function gatherLive(
  take: (news: LiveNews) => void,
  afterDrawn: (callback: () => void) => void = nextFrame,
): LiveGatherer {
  const traces = new Map<string, TraceSummary>()
  const left = new Set<string>()
  let coverage: Coverage | undefined
  let isSkipped = false
  let waitMs = LEAST_MS
  let timer: ReturnType<typeof setTimeout> | undefined

  const flush = (): void => {
    timer = undefined
    const beganMs = performance.now()
    take({
      traces: Array.from(traces.values()),
      left: Array.from(left),
      ...(coverage === undefined ? {} : { coverage }),
      isSkipped,
    })
    traces.clear()
    left.clear()
    coverage = undefined
    isSkipped = false
    afterDrawn(() => {
      const costMs = performance.now() - beganMs
      waitMs = Math.min(MOST_MS, Math.max(LEAST_MS, costMs * COST_FACTOR))
    })
  }

  const come = (changed: readonly TraceSummary[]): void => {
    for (const trace of changed) {
      left.delete(trace.traceId)
      traces.set(trace.traceId, trace)
    }
  }

  const leave = (traceIds: readonly string[]): void => {
    for (const traceId of traceIds) {
      traces.delete(traceId)
      left.add(traceId)
    }
  }

  return {
    add(event) {
      if (event.event === 'traces') come(event.traces)
      else if (event.event === 'left') leave(event.traceIds)
      else if (event.event === 'coverage') coverage = event.coverage
      else isSkipped = true
      timer ??= setTimeout(flush, waitMs)
    },
    stop() {
      clearTimeout(timer)
    },
  }
}

function nextFrame(callback: () => void): void {
  requestAnimationFrame(() => setTimeout(callback))
}
