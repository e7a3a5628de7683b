import type { TraceIndex, TraceList, TracesRequest } from '@hopscope/viewer'
import { askTraces } from './ask-traces.ts'

/**
 * Asks an index for traces, as many as `limit` says: an index gives 1000 at a time.
 *
 * There is one page at the least, and none is empty but that one. No trace is on two of them, also if it gets an earlier span
 * meanwhile and so comes later in the list.
 */
export async function* searchPages(
  index: TraceIndex,
  request: TracesRequest & { readonly limit: number },
): AsyncGenerator<TraceList, void, undefined> {
  const seen = new Set<string>()
  let wanted = request.limit
  let before: string | undefined
  do {
    const limit = Math.min(wanted, MAX_AT_ONCE)
    const page = await askTraces(index, {
      ...request,
      limit,
      ...(before !== undefined && { before }),
    })
    const traces = page.traces.filter(({ traceId }) => !seen.has(traceId))
    if (before === undefined || traces.length > 0) yield { ...page, traces }
    for (const { traceId } of traces) seen.add(traceId)
    wanted -= traces.length
    before = page.next
  } while (wanted > 0 && before !== undefined)
}

const MAX_AT_ONCE = 1000
