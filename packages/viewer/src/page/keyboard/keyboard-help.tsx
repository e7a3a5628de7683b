import type { VNode } from 'preact'
import { Icon } from '../element/icon.tsx'
import { Dialog } from '../shell/dialog.tsx'
import { useStore } from '../state/use-store.ts'
import type { BindingGroup } from './binding.ts'
import { bindingGroups } from './keyboard.ts'

/** All keys that work on this page. */
export function KeyboardHelp({ onClose }: { readonly onClose: () => void }): VNode {
  const groups = mergeGroups(useStore(bindingGroups))
  return (
    <Dialog label="keyboard" class="help" onClose={onClose}>
      <h2>Keyboard</h2>
      <button
        type="button"
        class="icon-button dialog-close"
        title="Close (Esc)"
        aria-label="close"
        onClick={onClose}
      >
        <Icon name="close" />
      </button>
      <div class="help-groups">
        {groups.map(({ title, bindings }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {bindings.map(({ keys, label }) => (
                <div key={keys}>
                  <dt>
                    <Keys keys={keys} />
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

/** A key or a sequence of keys, as they are written on the keyboard. */
export function Keys({ keys }: { readonly keys: string }): VNode {
  return (
    <span class="keys">
      {keys.split(' ').map((key) => (
        <kbd key={key}>{NAMES[key] ?? key.replace('Mod+', MOD)}</kbd>
      ))}
    </span>
  )
}

function mergeGroups(groups: readonly BindingGroup[]): readonly BindingGroup[] {
  const merged = new Map<string, BindingGroup>()
  for (const { title, bindings } of groups) {
    const shown = bindings.filter(({ isHidden }) => isHidden !== true)
    if (shown.length > 0)
      merged.set(title, { title, bindings: [...(merged.get(title)?.bindings ?? []), ...shown] })
  }

  return Array.from(merged.values())
}

const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘ ' : 'Ctrl '
const NAMES: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
}
