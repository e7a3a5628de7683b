import type { LiveEvent } from '../../api/live-event.ts'

/** How live events are written. */
export interface LiveFormat {
  readonly mediaType: string
  /** What is written before any event. */
  readonly opening: string
  write(event: LiveEvent, id: string): string
}

/** Lines of JSON for a client that asks for them, and server-sent events for every other. */
export function liveFormat(accept: string): LiveFormat {
  return accept.toLowerCase().includes('application/x-ndjson') ? LINES : EVENTS
}

const LINES: LiveFormat = {
  mediaType: 'application/x-ndjson; charset=utf-8',
  opening: '',
  write: (event) => `${JSON.stringify(event)}\n`,
}

const EVENTS: LiveFormat = {
  mediaType: 'text/event-stream; charset=utf-8',
  opening: 'retry: 2000\n\n',
  // JSON has no line breaks outside of its strings, and none within them that is not escaped.
  write: (event, id) => `event: ${event.event}\nid: ${id}\ndata: ${JSON.stringify(event)}\n\n`,
}
