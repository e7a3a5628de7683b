import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { announce } from '../shell/announcer.tsx'
import { Icon } from './icon.tsx'

/** Copies a text, and says so. */
export function CopyButton({
  text,
  label,
}: {
  readonly text: string
  readonly label: string
}): VNode {
  const [isDone, setDone] = useState(false)
  const copy = (): void => {
    copyText(text).then(
      () => {
        setDone(true)
        setTimeout(() => setDone(false), 1500)
      },
      () => announce('the browser did not allow to copy'),
    )
  }

  return (
    <button type="button" class="icon-button" title={label} aria-label={label} onClick={copy}>
      <Icon name={isDone ? 'check' : 'copy'} />
    </button>
  )
}

/** Puts a text on the clipboard and tells the reader; rejects if the browser does not allow it. */
export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
  announce('copied')
}
