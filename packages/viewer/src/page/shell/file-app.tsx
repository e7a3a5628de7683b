import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { useBindings } from '../keyboard/keyboard.ts'
import { KeyboardHelp } from '../keyboard/keyboard-help.tsx'
import { TracePage } from '../trace/trace-page.tsx'
import { Announcer } from './announcer.tsx'
import { AppearanceMenu } from './appearance-menu.tsx'
import { HelpButton } from './help-button.tsx'
import { Logo } from './logo.tsx'

/** The page of a single-file export: one trace, and nobody to ask for more. */
export function FileApp({ traceId }: { readonly traceId: string }): VNode {
  const [isHelpOpen, setHelpOpen] = useState(false)
  useBindings('Everywhere', [{ keys: '?', label: 'these keys', run: () => setHelpOpen(true) }])

  return (
    <div class="app app-file">
      <header class="top-bar">
        <span class="brand">
          <Logo />
          Hopscope
        </span>
        <span class="muted">a trace, saved in this file</span>
        <span class="top-bar-end">
          <AppearanceMenu />
          <HelpButton onHelp={() => setHelpOpen(true)} />
        </span>
      </header>
      <main class="main">
        <TracePage traceId={traceId} />
      </main>
      <Announcer />
      {isHelpOpen && <KeyboardHelp onClose={() => setHelpOpen(false)} />}
    </div>
  )
}
