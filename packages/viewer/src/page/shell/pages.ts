import type { IconName } from '../element/icon.tsx'
import type { Route } from '../router/route.ts'

/** A page that the rail, the palette and the keyboard lead to. */
export interface PageLink {
  readonly page: Route['page'] & IconName
  readonly path: string
  readonly title: string
  /** Keys that go there. */
  readonly keys: string
}

export const PAGE_LINKS: readonly PageLink[] = [
  { page: 'traces', path: '/traces', title: 'Traces', keys: 'g t' },
  { page: 'messages', path: '/messages', title: 'Messages', keys: 'g m' },
  { page: 'dead-letters', path: '/dlq', title: 'Dead letters', keys: 'g d' },
  { page: 'map', path: '/map', title: 'Map', keys: 'g a' },
  { page: 'services', path: '/services', title: 'Services', keys: 'g s' },
  { page: 'probe', path: '/probe', title: 'Probe', keys: 'g p' },
  { page: 'status', path: '/status', title: 'Status', keys: 'g i' },
  { page: 'import', path: '/import', title: 'Import', keys: 'g o' },
]

/** The entry of the rail that a page belongs to. */
export function railPage(route: Route): Route['page'] {
  if (route.page === 'trace') return 'traces'
  return route.page === 'message' ? 'messages' : route.page
}
