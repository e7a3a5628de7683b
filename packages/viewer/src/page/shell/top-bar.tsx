import type { VNode } from 'preact'
import { QueryBox } from '../query-box/query-box.tsx'
import type { Route } from '../router/route.ts'
import { AppearanceMenu } from './appearance-menu.tsx'
import { HelpButton } from './help-button.tsx'
import { LiveSwitch } from './live-switch.tsx'
import { RangeSelect } from './range-select.tsx'

/** The search, the time range, the live switch and the settings. */
export function TopBar({
  route,
  onHelp,
}: {
  readonly route: Route
  readonly onHelp: () => void
}): VNode {
  return (
    <header class="top-bar">
      <QueryBox />
      {RANGED.has(route.page) && <RangeSelect />}
      {LIVE.has(route.page) && <LiveSwitch />}
      <span class="top-bar-end">
        <AppearanceMenu />
        <HelpButton onHelp={onHelp} />
      </span>
    </header>
  )
}

/** Pages that show a time range. */
const RANGED: ReadonlySet<Route['page']> = new Set(['traces', 'messages', 'map', 'services'])

/** Pages that follow what comes. */
const LIVE: ReadonlySet<Route['page']> = new Set(['traces', 'messages', 'dead-letters', 'services'])
