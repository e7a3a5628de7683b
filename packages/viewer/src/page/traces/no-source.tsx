import type { VNode } from 'preact'
import type { SourceStatus } from '../../api/status-view.ts'
import { CommandText } from '../element/command-text.tsx'
import { Notice } from '../element/notice.tsx'

/** Why nothing is read: no connection, no stream, or no permission. */
export function NoSource({ source }: { readonly source: SourceStatus }): VNode {
  const stream = source.stream ?? 'TELEMETRY'
  if (source.state === 'none') {
    return (
      <Notice icon="import" title="Nothing is read">
        <p>
          This viewer has no NATS connection. It shows what is imported, and what its OTLP receiver
          gets.
        </p>
        <div class="notice-actions">
          <a class="button button-primary" href="/import">
            Import a file
          </a>
        </div>
      </Notice>
    )
  }
  if (source.state !== 'connected') {
    return (
      <Notice icon="status" tone="err" title="The NATS server cannot be reached">
        <p>
          {source.server === undefined ? 'The server' : <code>{source.server}</code>} does not
          answer. The viewer tries again by itself.
        </p>
        {source.hint !== undefined && <p>{source.hint}</p>}
      </Notice>
    )
  }
  if (source.streamState === 'unavailable') {
    return (
      <Notice icon="traces" tone="err" title={`The stream ${stream} does not answer`}>
        <p>The viewer tries again by itself.</p>
        {source.hint !== undefined && <p>{source.hint}</p>}
      </Notice>
    )
  }
  if (source.streamState === 'denied') {
    return (
      <Notice icon="account-stop" tone="err" title={`The stream ${stream} may not be read`}>
        <p>{source.hint ?? 'This user lacks the permission to read it.'}</p>
        <div class="notice-actions">
          <a class="button" href="/status">
            Show the status
          </a>
        </div>
      </Notice>
    )
  }

  return (
    <Notice icon="traces" tone="warn" title={`There is no stream ${stream} yet`}>
      <p>Telemetry is stored in it. Create it once; the viewer then reads it by itself.</p>
      <CommandText text={ENSURE} />
      {source.hint !== undefined && !source.hint.includes(ENSURE) && <p>{source.hint}</p>}
    </Notice>
  )
}

const ENSURE = 'hopscope stream ensure'
