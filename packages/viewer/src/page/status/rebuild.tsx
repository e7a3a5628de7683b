import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { rebuildIndex } from '../client/api.ts'
import { announce } from '../shell/announcer.tsx'
import { Confirm } from '../shell/confirm.tsx'
import { refreshStatus } from '../shell/status-store.ts'

/** Builds the index anew, once the reader has said so twice. */
export function Rebuild(): VNode {
  const [isAsked, setAsked] = useState(false)
  const rebuild = (): void => {
    rebuildIndex().then(
      () => {
        announce('the index is built anew')
        void refreshStatus()
      },
      (error: unknown) => announce(error instanceof Error ? error.message : String(error)),
    )
  }

  return (
    <>
      <button type="button" class="button rebuild" onClick={() => setAsked(true)}>
        Rebuild …
      </button>
      {isAsked && (
        <Confirm
          title="Build the index anew?"
          action="Rebuild"
          onConfirm={rebuild}
          onClose={() => setAsked(false)}
        >
          <p>
            The index is emptied and read from the stream again. Traces that were imported, and
            those that the stream no longer holds, are gone after it.
          </p>
        </Confirm>
      )}
    </>
  )
}
