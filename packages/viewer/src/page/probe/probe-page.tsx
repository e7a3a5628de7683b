import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { ProbeRequest, ProbeResult } from '../../api/probe-view.ts'
import { sendProbe } from '../client/api.ts'
import { ClientError } from '../client/client-error.ts'
import { ErrorNotice, Loading, Notice } from '../element/notice.tsx'
import { setParams, useLocation } from '../router/location.ts'
import { statusStore } from '../shell/status-store.ts'
import { useStore } from '../state/use-store.ts'
import { DeliverConfirm } from './deliver-confirm.tsx'
import { ProbeForm } from './probe-form.tsx'
import { ProbeOutcome } from './probe-outcome.tsx'

/** Sends a message through the servers and shows its way; a dry run unless the reader asks for more. */
export function ProbePage(): VNode {
  const { params } = useLocation()
  const { value: status } = useStore(statusStore)
  const [state, setState] = useState<ProbeState>({ step: 'idle' })
  const [asked, setAsked] = useState<ProbeRequest | undefined>()

  const send = (request: ProbeRequest): void => {
    setState({ step: 'sent' })
    setParams({ subject: request.subject })
    sendProbe(request).then(
      (result) => setState({ step: 'done', result }),
      (error: unknown) => setState({ step: 'failed', error: toError(error) }),
    )
  }

  return (
    <div class="sheet probe">
      <header class="section">
        <h1>Probe</h1>
        <p class="muted">
          Which way would a message take? Servers decide as for a real one, tell of it, and deliver
          nothing.
        </p>
      </header>
      {status?.source.state === 'none' ? (
        <Notice icon="probe" title="There is no connection to probe through">
          <p>
            Start the viewer with a server:{' '}
            <code>hopscope view --server nats://127.0.0.1:4222</code>
          </p>
        </Notice>
      ) : (
        <ProbeForm
          subject={params.get('subject') ?? ''}
          canPublish={status?.canPublish === true}
          isBusy={state.step === 'sent'}
          onSend={(request) => (request.deliver === true ? setAsked(request) : send(request))}
        />
      )}
      {state.step === 'sent' && <Loading rows={6} />}
      {state.step === 'failed' && <ErrorNotice error={state.error} />}
      {state.step === 'done' && <ProbeOutcome result={state.result} />}
      {asked !== undefined && (
        <DeliverConfirm
          request={asked}
          onConfirm={() => send(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  )
}

type ProbeState =
  | { readonly step: 'idle' | 'sent' }
  | { readonly step: 'done'; readonly result: ProbeResult }
  | { readonly step: 'failed'; readonly error: ClientError }

function toError(error: unknown): ClientError {
  return error instanceof ClientError
    ? error
    : new ClientError('PAGE_FAILED', String(error), { status: 0 })
}
