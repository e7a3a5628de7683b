import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Coverage, TraceSummary } from '../../api/trace-summary.ts'
import { fetchTraces, type TracesQuery } from '../client/api.ts'
import type { ClientError } from '../client/client-error.ts'
import { followLive } from '../client/live-stream.ts'
import { useResource } from '../client/use-resource.ts'
import { liveState } from '../shell/live-switch.tsx'
import { gatherLive } from './gather-live.ts'
import {
  appendTraces,
  type FollowedTraces,
  isTooLong,
  mergeTraces,
  showWaiting,
} from './merge-traces.ts'

/** A list of traces that grows at both ends. */
export interface Traces {
  readonly shown: readonly TraceSummary[]
  /** How many came and wait for the reader. */
  readonly waitingCount: number
  readonly coverage: Coverage | undefined
  readonly narrowestTerm: string | undefined
  readonly error: ClientError | undefined
  /** The first answer has not come. */
  readonly isLoading: boolean
  readonly hasMore: boolean
  readonly loadMore: () => void
  readonly showNew: () => void
  readonly reload: () => void
}

const PAGE_SIZE = 200
const NOTHING: FollowedTraces = { shown: [], waiting: [] }

/** Asks for traces, and follows what comes while `isFollowing`; `isPaused` tells whether the reader reads just now. */
export function useTraces(
  query: TracesQuery,
  isFollowing: boolean,
  isPaused: () => boolean,
): Traces {
  const { q = '', from = '', to = '', sort = 'newest' } = query
  const key = JSON.stringify([q, from, to, sort])
  const first = useResource(key, (signal) => fetchTraces({ ...query, limit: PAGE_SIZE }, signal))
  const [list, setList] = useState<FollowedTraces>(NOTHING)
  const [coverage, setCoverage] = useState<Coverage | undefined>()
  const [next, setNext] = useState<string | undefined>()
  const isLoadingMore = useRef(false)
  const latest = useRef(list)
  latest.current = list
  const paused = useRef(isPaused)
  paused.current = isPaused

  useEffect(() => {
    if (first.value === undefined) return
    setList({ shown: first.value.traces, waiting: [] })
    setCoverage(first.value.coverage)
    setNext(first.value.next)
  }, [first.value])

  const { reload } = first
  useEffect(() => {
    if (!isFollowing) return undefined
    const gatherer = gatherLive(({ traces, left, coverage: told, isSkipped }) => {
      const isReading = paused.current()
      const merged = mergeTraces(latest.current, { traces, left }, isReading)
      if (told !== undefined) setCoverage(told)
      if (isSkipped || (!isReading && isTooLong(merged))) reload()
      else if (traces.length > 0 || left.length > 0) setList(merged)
    })
    const asked = new AbortController()
    const stop = followLive(q, {
      onEvent: gatherer.add,
      onState(state) {
        // What came while the line was down, or after the list was read and before the stream was open, is in no event.
        if (state === 'live' && liveState.get() === 'lost') reload()
        else if (state === 'live') {
          fetchTraces({ ...query, limit: PAGE_SIZE }, asked.signal).then(
            ({ traces }) => gatherer.add({ event: 'traces', traces }),
            () => {},
          )
        }
        liveState.set(state)
      },
    })
    return () => {
      asked.abort()
      stop()
      gatherer.stop()
      liveState.set('live')
    }
  }, [q, isFollowing, reload])

  const loadMore = useCallback(() => {
    if (next === undefined || isLoadingMore.current) return
    isLoadingMore.current = true
    fetchTraces({ ...query, limit: PAGE_SIZE, before: next })
      .then(
        (more) => {
          setList((before) => appendTraces(before, more.traces))
          setNext(more.next)
        },
        () => setNext(undefined),
      )
      .finally(() => {
        isLoadingMore.current = false
      })
  }, [key, next])

  const isStale = first.value === undefined
  return {
    shown: isStale ? [] : list.shown,
    waitingCount: list.waiting.length,
    coverage: coverage ?? first.value?.coverage,
    narrowestTerm: first.value?.narrowestTerm,
    error: first.error,
    isLoading: isStale && first.error === undefined,
    hasMore: next !== undefined,
    loadMore,
    showNew: useCallback(() => {
      if (latest.current.waiting.length === 0) return
      if (isTooLong(latest.current)) reload()
      else setList(showWaiting(latest.current))
    }, [reload]),
    reload,
  }
}
