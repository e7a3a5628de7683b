import type { IndexStatus } from '../../api/status-view.ts'
import type { Counters } from '../store/counters.ts'
import { usedBytes } from '../store/used-bytes.ts'
import type { AskContext } from './ask-context.ts'

/** How the index is. */
export function indexStatus({ store, coverage }: AskContext): IndexStatus {
  const { database, limits, counters } = store
  const { counts, lastUnreadable, rebuiltBecause } = counters
  const traces = database.prepare('SELECT count(*) AS count FROM traces WHERE spans > 0').get()?.[
    'count'
  ]
  // What comes later makes it no less rebuilt.
  if (coverage.isComplete) counters.isRebuilding = false
  return {
    state: stateOf(counters),
    ...(limits.path !== undefined && { path: limits.path }),
    bytes: usedBytes(database),
    maxBytes: limits.maxBytes,
    maxAgeMs: limits.maxAgeMs,
    traces: Number(traces ?? 0),
    ...counts,
    ...(lastUnreadable !== undefined && { lastUnreadable }),
    ...(rebuiltBecause !== undefined && { rebuiltBecause }),
  }
}

function stateOf({ hasFailed, isRebuilding }: Counters): IndexStatus['state'] {
  if (hasFailed) return 'failed'
  return isRebuilding ? 'rebuilding' : 'ready'
}
