import type { VNode } from 'preact'
import { createStore, type Store } from '../state/store.ts'
import { useStore } from '../state/use-store.ts'

const message: Store<string> = createStore('')

/** Says something to a screen reader once it has nothing else to say, and shows it for a moment. */
export function announce(text: string): void {
  message.set('')
  setTimeout(() => message.set(text), 30)
  clearTimeout(timer)
  timer = setTimeout(() => message.set(''), 2600)
}

/** The one live region of the page, and its small note at the lower edge. */
export function Announcer(): VNode {
  const text = useStore(message)
  return (
    <div class={text === '' ? 'toast' : 'toast toast-shown'} role="status" aria-live="polite">
      {text}
    </div>
  )
}

let timer: ReturnType<typeof setTimeout> | undefined
