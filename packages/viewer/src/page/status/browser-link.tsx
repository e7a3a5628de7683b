import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { createSessionLink } from '../client/api.ts'
import { CopyButton } from '../element/copy-button.tsx'
import { announce } from '../shell/announcer.tsx'

/** Makes an address that lets one more browser in. */
export function BrowserLink(): VNode {
  const [url, setUrl] = useState('')
  const create = (): void => {
    createSessionLink().then(
      (link) => setUrl(link.url),
      (error: unknown) => announce(error instanceof Error ? error.message : String(error)),
    )
  }
  if (url === '') {
    return (
      <p>
        <button type="button" class="button" onClick={create}>
          Let another browser in
        </button>
      </p>
    )
  }
  return (
    <p class="browser-link">
      <code>{url}</code>
      <CopyButton text={url} label="copy the address" />
      <span class="muted">It can be opened once.</span>
    </p>
  )
}
