import type { VNode } from 'preact'
import { fetchStatus } from '../client/api.ts'
import type { ClientError } from '../client/client-error.ts'
import { useResource } from '../client/use-resource.ts'
import { ErrorNotice, Notice } from '../element/notice.tsx'
import { Text } from '../element/text.tsx'
import { formatExact } from '../format/count.ts'

/** Why there is no trace to show: not in the index, or not yet. */
export function TraceMissing(props: {
  readonly traceId: string
  readonly error: ClientError
  readonly onRetry: () => void
}): VNode {
  const { traceId, error, onRetry } = props
  if (error.status !== 404) return <ErrorNotice error={error} onRetry={onRetry} />
  return (
    <Notice icon="missing-spans" title="No such trace">
      <p>
        No span of <Text value={traceId} /> is in the index.
      </p>
      <CoverageText />
      <button type="button" class="button" onClick={onRetry}>
        Look again
      </button>
    </Notice>
  )
}

function CoverageText(): VNode {
  const { value } = useResource('coverage', (signal) => fetchStatus(signal))
  if (value === undefined) return <p />
  const { stream, firstSequence, lastSequence, pending, isComplete } = value.coverage
  if (stream === undefined)
    return <p>No stream is read: the index has only what was imported or sent to it.</p>
  return (
    <p>
      The index covers <Text value={stream} /> from sequence {formatExact(firstSequence)} to{' '}
      {formatExact(lastSequence)}.{' '}
      {isComplete
        ? 'That is all the stream holds; older spans may have aged out of it.'
        : `${formatExact(pending)} messages are still to be read: it may come.`}
    </p>
  )
}
