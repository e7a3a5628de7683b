/** A page of the viewer, as its path names it. */
export type Route =
  | { readonly page: 'traces' }
  | { readonly page: 'trace'; readonly traceId: string }
  | { readonly page: 'messages' }
  | { readonly page: 'message'; readonly stream: string; readonly sequence: number }
  | { readonly page: 'dead-letters' }
  | { readonly page: 'map' }
  | { readonly page: 'services' }
  | { readonly page: 'probe' }
  | { readonly page: 'status' }
  | { readonly page: 'import' }
  | { readonly page: 'unknown'; readonly path: string }

/** The page that a path names; `/` is the list of traces. */
export function parseRoute(path: string): Route {
  const [first = '', second, third, ...rest] = path.split('/').filter((part) => part !== '')
  if (rest.length === 0) {
    if (second === undefined) return PAGES.get(first) ?? { page: 'unknown', path }
    if (first === 't' && third === undefined) return { page: 'trace', traceId: decode(second) }
    if (first === 'm' && third !== undefined && /^[0-9]{1,15}$/.test(third)) {
      return { page: 'message', stream: decode(second), sequence: Number(third) }
    }
  }

  return { page: 'unknown', path }
}

/** The path that names a page. */
export function formatRoute(route: Route): string {
  if (route.page === 'trace') return `/t/${encodeURIComponent(route.traceId)}`
  if (route.page === 'message') return `/m/${encodeURIComponent(route.stream)}/${route.sequence}`
  if (route.page === 'dead-letters') return '/dlq'
  if (route.page === 'unknown') return route.path

  return `/${route.page}`
}

const PAGES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['', { page: 'traces' }],
  ['traces', { page: 'traces' }],
  ['messages', { page: 'messages' }],
  ['dlq', { page: 'dead-letters' }],
  ['map', { page: 'map' }],
  ['services', { page: 'services' }],
  ['probe', { page: 'probe' }],
  ['status', { page: 'status' }],
  ['import', { page: 'import' }],
])

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
