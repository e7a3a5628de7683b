import { createStore, type Store } from '../state/store.ts'
import { useStore } from '../state/use-store.ts'
import { changeParams, type ParamChange } from './params.ts'

/** Where the page is: all of its state that a link must carry. */
export interface PageLocation {
  readonly path: string
  readonly params: URLSearchParams
}

/** A page that was opened from disk keeps its state after the `#`: it has one path only. */
const isFile = globalThis.location?.protocol === 'file:'

const store: Store<PageLocation> = createStore(readLocation())

/** Follows the browser's back and forward buttons, and clicks on links to pages of the viewer. */
export function startRouter(): void {
  addEventListener('popstate', move)
  addEventListener('hashchange', move)
  addEventListener('click', followLink)
}

/** The path of the page that was shown before this one; empty on the first. */
export function cameFrom(): string {
  return previousPath
}

/** Where the page is; the component is drawn anew when that changes. */
export function useLocation(): PageLocation {
  return useStore(store)
}

/** The same, for what is no component. */
export function currentLocation(): PageLocation {
  return store.get()
}

/** Goes to a page, such as `/traces?q=has:dlq`; `replace` leaves no way back to the present one. */
export function navigate(
  href: string,
  { replace = false }: { readonly replace?: boolean } = {},
): void {
  const target = isFile ? `#${href.slice(href.indexOf('?') + 1)}` : href
  if (replace) history.replaceState(null, '', target)
  else history.pushState(null, '', target)
  move()
}

/**
 * Changes parameters of the present page; `undefined` and the empty text remove one. Replaces the present
 * entry of the history unless `push` is set: a step that the back button should undo.
 */
export function setParams(
  change: ParamChange,
  { push = false }: { readonly push?: boolean } = {},
): void {
  const { path, params } = store.get()
  navigate(hrefOf(path, changeParams(params, change)), { replace: !push })
}

/** A path with parameters, as a link has it. */
export function hrefOf(path: string, params: URLSearchParams): string {
  const query = params.toString()
  return query === '' ? path : `${path}?${query}`
}

let previousPath = ''

function move(): void {
  const next = readLocation()
  const { path } = store.get()
  if (next.path !== path) previousPath = path
  store.set(next)
}

function readLocation(): PageLocation {
  if (globalThis.location === undefined) return { path: '/', params: new URLSearchParams() }
  const { pathname, search, hash } = globalThis.location

  return isFile
    ? { path: '/', params: new URLSearchParams(hash.slice(1)) }
    : { path: pathname, params: new URLSearchParams(search) }
}

function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (link === null || link.target !== '' || link.hasAttribute('download')) return
  const href = link.getAttribute('href') ?? ''
  if (!href.startsWith('/') || href.startsWith('//') || href.startsWith('/api/')) return

  event.preventDefault()
  navigate(href)
}
