import type { RefObject, VNode } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { useBindings } from '../keyboard/keyboard.ts'
import { KeyboardHelp } from '../keyboard/keyboard-help.tsx'
import { navigate, useLocation } from '../router/location.ts'
import { parseRoute, type Route } from '../router/route.ts'
import { Announcer } from './announcer.tsx'
import { Palette } from './palette.tsx'
import { PAGE_LINKS } from './pages.ts'
import { PageView } from './page-view.tsx'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'

/** The whole page: rail, top bar and the page that the address names. */
export function App(): VNode {
  const { path } = useLocation()
  const route = parseRoute(path)
  const [open, setOpen] = useState<'help' | 'palette' | undefined>()
  const main = useRef<HTMLElement>(null)
  const help = useCallback(() => setOpen('help'), [])
  const close = useCallback(() => setOpen(undefined), [])

  useBindings('Everywhere', [
    { keys: 'Mod+k', label: 'commands', run: () => setOpen('palette'), whileTyping: true },
    { keys: '?', label: 'these keys', run: help },
    ...PAGE_LINKS.map(({ keys, title, path }) => ({
      keys,
      label: title.toLowerCase(),
      run: () => navigate(path),
    })),
  ])
  useTitle(route)
  useFreshStart(main, path)

  return (
    <div class="app">
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Rail route={route} />
      <TopBar route={route} onHelp={help} />
      <main id="main" class="main" ref={main} tabIndex={-1}>
        <PageView route={route} />
      </main>
      <Announcer />
      {open === 'help' && <KeyboardHelp onClose={close} />}
      {open === 'palette' && <Palette onClose={close} onHelp={help} />}
    </div>
  )
}

/** A new page begins at its top, and the next Tab goes into it. */
function useFreshStart(main: RefObject<HTMLElement | null>, path: string): void {
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    main.current?.scrollTo(0, 0)
    // A field that took the focus keeps it: one of the new page, or the search of who types faster than it is drawn.
    const { activeElement } = document
    const isKept =
      activeElement instanceof HTMLInputElement || main.current?.contains(activeElement) === true
    if (!isKept) main.current?.focus({ preventScroll: true })
  }, [path])
}

function useTitle(route: Route): void {
  const title = titleOf(route)
  useEffect(() => {
    document.title = `${title} · Hopscope`
  }, [title])
}

function titleOf(route: Route): string {
  if (route.page === 'trace') return `Trace ${route.traceId.slice(0, 8)}`
  if (route.page === 'message') return `${route.stream} ${route.sequence}`
  return PAGE_LINKS.find(({ page }) => page === route.page)?.title ?? 'Not found'
}
