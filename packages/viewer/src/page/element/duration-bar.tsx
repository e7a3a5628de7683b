import type { VNode } from 'preact'
import { formatMs } from '../format/duration.ts'
import { barShare } from './bar-share.ts'

/** A duration as text and as a bar, by its logarithm: short ones stay visible beside long ones. */
export function DurationBar(props: {
  readonly ms: number
  /** The longest of the list. */
  readonly maxMs: number
  readonly isError: boolean
}): VNode {
  const { ms, maxMs, isError } = props
  return (
    <span class="duration">
      <span class="bar" aria-hidden="true">
        <span
          class={isError ? 'bar-fill bar-err' : 'bar-fill'}
          style={{ width: `${(barShare(ms, maxMs) * 100).toFixed(1)}%` }}
        />
      </span>
      <span class="duration-text">{formatMs(ms)}</span>
    </span>
  )
}
