import type { VNode } from 'preact'
import type { LiveState } from '../client/live-stream.ts'
import { currentLocation, setParams, useLocation } from '../router/location.ts'
import { createStore, type Store } from '../state/store.ts'
import { useStore } from '../state/use-store.ts'

/** How the page that follows the live stream gets on; `live` where pages ask again and again instead. */
export const liveState: Store<LiveState> = createStore<LiveState>('live')

/** Whether the page follows what comes; kept in its address. A range that has ended cannot be followed. */
export function useIsLive(): boolean {
  return isLiveAt(useLocation().params)
}

/** Turns following on or off; a range that has ended is opened up. */
export function toggleLive(): void {
  setParams(
    isLiveAt(currentLocation().params) ? { live: 'off' } : { live: undefined, to: undefined },
  )
}

function isLiveAt(params: URLSearchParams): boolean {
  return params.get('live') !== 'off' && !params.has('to')
}

/** Shows whether the page follows what comes. */
export function LiveSwitch(): VNode {
  const isLive = useIsLive()
  const state = useStore(liveState)
  return (
    <button
      type="button"
      class="live"
      role="switch"
      aria-checked={isLive}
      title="Follow what comes (l)"
      onClick={toggleLive}
    >
      <span class={`live-dot ${isLive ? `live-${state}` : ''}`} aria-hidden="true" />
      {isLive && state === 'lost' ? 'Reconnecting' : 'Live'}
    </button>
  )
}
