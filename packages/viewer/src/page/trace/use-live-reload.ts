import { useEffect, useRef } from 'preact/hooks'
import type { TraceSummary } from '../../api/trace-summary.ts'
import { fetchTraces } from '../client/api.ts'
import { followLive } from '../client/live-stream.ts'
import { traceSource } from '../client/trace-source.ts'

/** What of a trace is on the page, and how it is read anew. */
interface Followed {
  readonly isFollowed: boolean
  /** 0 while there is none. */
  readonly spanCount: number
  readonly reload: () => void
}

const RELOAD_AFTER_MS = 500

/**
 * While spans of the trace come in, it is read anew, twice a second at the most. An old trace is not followed: a
 * browser has few connections for a viewer, and each open page would hold one.
 */
export function useLiveReload(traceId: string, { isFollowed, spanCount, reload }: Followed): void {
  const known = useRef(spanCount)
  known.current = spanCount
  useEffect(() => {
    if (!isFollowed || !traceSource().isLive) return undefined
    const q = `trace=${traceId}`
    const asked = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const take = (traces: readonly TraceSummary[]): void => {
      const told = traces.find((each) => each.traceId === traceId)
      if (told === undefined || timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        reload()
      }, RELOAD_AFTER_MS)
    }
    const stop = followLive(q, {
      onEvent(event) {
        if (event.event === 'traces') take(event.traces)
      },
      onState(state) {
        if (state !== 'live') return
        // What came after the trace was read and before the stream was open is in no event.
        fetchTraces({ q, limit: 1 }, asked.signal).then(
          ({ traces }) => take(traces.filter((each) => each.spanCount !== known.current)),
          () => {},
        )
      },
    })
    return () => {
      asked.abort()
      clearTimeout(timer)
      stop()
    }
  }, [traceId, isFollowed, reload])
}
