import type { VNode } from 'preact'
import { Icon } from '../element/icon.tsx'

/** Opens the list of keys. */
export function HelpButton({ onHelp }: { readonly onHelp: () => void }): VNode {
  return (
    <button
      type="button"
      class="icon-button"
      title="Keyboard (?)"
      aria-label="keyboard"
      onClick={onHelp}
    >
      <Icon name="help" />
    </button>
  )
}
