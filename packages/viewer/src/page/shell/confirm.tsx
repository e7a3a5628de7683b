import type { ComponentChildren, VNode } from 'preact'
import { Dialog } from './dialog.tsx'

/** Asks before something is done that cannot be undone; the way back comes first, and so has the focus. */
export function Confirm(props: {
  readonly title: string
  /** What the button says: the deed, never `OK`. */
  readonly action: string
  readonly onConfirm: () => void
  readonly onClose: () => void
  readonly children: ComponentChildren
}): VNode {
  const { title, action, onConfirm, onClose, children } = props
  return (
    <Dialog label={title} onClose={onClose}>
      <h2>{title}</h2>
      <div class="confirm-text">{children}</div>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          class="button button-danger"
          onClick={() => {
            onClose()
            onConfirm()
          }}
        >
          {action}
        </button>
      </div>
    </Dialog>
  )
}
