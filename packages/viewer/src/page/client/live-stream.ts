import type { LiveEvent } from '../../api/live-event.ts'

/** `live` while events come, `lost` while the browser tries to connect again. */
export type LiveState = 'connecting' | 'live' | 'lost'

/** Who follows the live stream. */
export interface LiveListener {
  readonly onEvent: (event: LiveEvent) => void
  readonly onState?: (state: LiveState) => void
}

/** The names under which {@link LiveEvent}s come. */
const NAMES = ['traces', 'left', 'coverage', 'skipped'] as const

/** Follows what changes, for traces that match `query`, until the returned function is called. */
export function followLive(query: string, { onEvent, onState }: LiveListener): () => void {
  onState?.('connecting')
  const source = new EventSource(
    `/api/v1/live${query === '' ? '' : `?q=${encodeURIComponent(query)}`}`,
  )
  source.addEventListener('open', () => onState?.('live'))
  source.addEventListener('error', () => onState?.('lost'))
  for (const name of NAMES) {
    source.addEventListener(name, ({ data }: MessageEvent<string>) => {
      const event = readEvent(name, data)
      if (event !== undefined) onEvent(event)
    })
  }

  return () => source.close()
}

function readEvent(name: (typeof NAMES)[number], data: string): LiveEvent | undefined {
  try {
    return { ...(JSON.parse(data) as object), event: name } as LiveEvent
  } catch {
    return undefined
  }
}
