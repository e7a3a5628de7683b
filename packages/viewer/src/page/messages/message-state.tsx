import type { VNode } from 'preact'
import type { StoredMessage } from '../../api/message-view.ts'
import { Icon, type IconName } from '../element/icon.tsx'

/** What became of a message, as a picture and a word. */
export function MessageState({ state }: { readonly state: StoredMessage['state'] }): VNode {
  const { icon, tone, title } = LOOKS[state]
  return (
    <span class={`badge badge-${tone}`} title={title}>
      <Icon name={icon} />
      {state}
    </span>
  )
}

const LOOKS: Readonly<
  Record<
    StoredMessage['state'],
    { readonly icon: IconName; readonly tone: string; readonly title: string }
  >
> = {
  stored: { icon: 'info', tone: 'plain', title: 'nobody told of having got it' },
  'in progress': { icon: 'clock', tone: 'plain', title: 'it was delivered and not settled yet' },
  handled: {
    icon: 'check',
    tone: 'ok',
    title: 'every consumer that told of it has acknowledged it',
  },
  failed: { icon: 'error', tone: 'err', title: 'the last attempt failed' },
  'dead letter': { icon: 'dead-letters', tone: 'err', title: 'it was given up' },
}
