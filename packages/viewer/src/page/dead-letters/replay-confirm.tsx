import type { VNode } from 'preact'
import type { DeadLetter } from '../../api/message-view.ts'
import { Text } from '../element/text.tsx'
import { Confirm } from '../shell/confirm.tsx'
import { statusStore } from '../shell/status-store.ts'
import { useStore } from '../state/use-store.ts'

/** Asks before a dead letter is published again, and names where it goes. */
export function ReplayConfirm(props: {
  readonly letter: DeadLetter
  readonly onConfirm: () => void
  readonly onClose: () => void
}): VNode {
  const { letter, onConfirm, onClose } = props
  const { account, server } = useStore(statusStore).value?.source ?? {}
  return (
    <Confirm
      title="Replay this message?"
      action={account === undefined ? 'Publish' : `Publish in account ${account}`}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>
        Message {letter.sequence} of <b>{letter.stream}</b> is published to{' '}
        <code>
          <Text value={letter.originalSubject ?? letter.subject} />
        </code>{' '}
        in{' '}
        {account === undefined ? (
          'the account of this connection'
        ) : (
          <>
            account <b>{account}</b>
          </>
        )}
        {server !== undefined && (
          <>
            {' '}
            on <code>{server}</code>
          </>
        )}
        . Services will handle it for real.
      </p>
      <p>The dead letter itself stays where it is.</p>
    </Confirm>
  )
}
