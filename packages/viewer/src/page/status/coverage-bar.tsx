import type { VNode } from 'preact'
import type { Coverage } from '../../api/trace-summary.ts'
import { formatExact, formatShare } from '../format/count.ts'

/** How much of the stream the index has read. */
export function CoverageBar({ coverage }: { readonly coverage: Coverage }): VNode {
  const { stream, firstSequence, lastSequence, pending, isComplete } = coverage
  if (stream === undefined)
    return <p class="muted">No stream is read: the index holds what was imported.</p>
  const read = lastSequence === 0 ? 0 : lastSequence - firstSequence + 1
  const share = isComplete ? 1 : read / Math.max(1, read + pending)

  return (
    <div class="coverage">
      <div
        class="coverage-bar"
        role="progressbar"
        aria-label="read of the stream"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <p>
        {lastSequence === 0
          ? `Nothing of ${stream} was read yet`
          : `${stream} ${formatExact(firstSequence)} to ${formatExact(lastSequence)}`}
        <span class="muted">
          {' '}
          ·{' '}
          {isComplete
            ? 'everything that the stream holds'
            : `${formatShare(share)}, ${formatExact(pending)} left to read`}
        </span>
      </p>
    </div>
  )
}
