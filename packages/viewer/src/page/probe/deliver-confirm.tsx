import type { VNode } from 'preact'
import type { ProbeRequest } from '../../api/probe-view.ts'
import { Text } from '../element/text.tsx'
import { Confirm } from '../shell/confirm.tsx'
import { statusStore } from '../shell/status-store.ts'
import { useStore } from '../state/use-store.ts'

/** Asks before a probe is delivered, and names where it goes. */
export function DeliverConfirm(props: {
  readonly request: ProbeRequest
  readonly onConfirm: () => void
  readonly onClose: () => void
}): VNode {
  const { account, server } = useStore(statusStore).value?.source ?? {}
  return (
    <Confirm
      title="Deliver this message for real?"
      action={account === undefined ? 'Publish' : `Publish in account ${account}`}
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      <p>
        A message is published to{' '}
        <code>
          <Text value={props.request.subject} />
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
        . Subscribers get it, and streams store it.
      </p>
    </Confirm>
  )
}
