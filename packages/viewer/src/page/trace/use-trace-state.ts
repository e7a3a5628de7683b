import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { setParams, useLocation } from '../router/location.ts'
import { formatTraceState, parseTraceState, type TraceState } from './trace-state.ts'

/** Changes some of the state; a `push` is undone by the browser's back button. */
export type ChangeTraceState = (
  change: (state: TraceState) => TraceState,
  options?: { readonly push?: boolean },
) => void

/** Browsers drop changes of the address that come too fast, as with a key held down. */
const WRITE_AFTER_MS = 150

/** The state of the page: at once for what is drawn, a moment later in the address. */
export function useTraceState(): readonly [TraceState, ChangeTraceState] {
  const { params } = useLocation()
  const read = parseTraceState(params)
  const signature = JSON.stringify(formatTraceState(read))
  const [state, setState] = useState(read)
  const known = useRef(signature)

  useEffect(() => {
    // A link, or the back button: not what this page wrote itself.
    if (signature === known.current) return
    known.current = signature
    setState(parseTraceState(params))
  }, [signature])

  useEffect(() => {
    const params = formatTraceState(state)
    const next = JSON.stringify(params)
    if (next === known.current) return undefined
    const timer = setTimeout(() => {
      known.current = next
      setParams(params)
    }, WRITE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [state])

  const latest = useRef(state)
  latest.current = state
  const change = useCallback<ChangeTraceState>((toNext, { push = false } = {}) => {
    const next = toNext(latest.current)
    latest.current = next
    setState(next)
    if (!push) return
    const params = formatTraceState(next)
    known.current = JSON.stringify(params)
    setParams(params, { push })
  }, [])
  return [state, change]
}
