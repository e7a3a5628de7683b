import type { VNode } from 'preact'
import type { StatusView } from '../../api/status-view.ts'
import type { ClientError } from '../client/client-error.ts'
import { Icon } from '../element/icon.tsx'
import { Text } from '../element/text.tsx'
import { hintsOf } from './hints-of.ts'

/** What should be seen to; nothing when all is well. */
export function StatusHints({
  status,
  error,
}: {
  readonly status: StatusView
  readonly error: ClientError | undefined
}): VNode | null {
  const hints = hintsOf(status, error)
  if (hints.length === 0) return null

  return (
    <ul class="hints">
      {hints.map(({ tone, title, text }) => (
        <li key={title} class={`hint hint-${tone}`}>
          <Icon name={tone === 'err' ? 'error' : 'warning'} />
          <div>
            <b>{title}</b>
            {text !== undefined && (
              <p>
                <Text value={text} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
