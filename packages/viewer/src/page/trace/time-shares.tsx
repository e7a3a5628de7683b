import { type VNode } from 'preact'
import { type TimeKind, type TimeShare } from '../../api/trace-view.ts'
import { Text } from '../element/text.tsx'
import { formatShare } from '../format/count.ts'
import { formatNs } from '../format/duration.ts'
import { visibleText } from '../format/visible-text.ts'

/** Shares beyond these are one: they are too small to be told apart. */
const MAX_SHARES = 5

/** Where the time of a trace went: one bar in parts, and the same in words. */
export function TimeShares(props: {
  readonly shares: readonly TimeShare[]
  readonly durationNs: number
}): VNode | null {
  const { durationNs } = props
  const shares = props.shares.filter((share) => share.durationNs > 0)
  if (shares.length === 0 || durationNs <= 0) return null
  const rest = shares.slice(MAX_SHARES)
  const restNs = rest.reduce((sum, share) => sum + share.durationNs, 0)
  return (
    <div class="shares">
      <div class="shares-bar" aria-hidden="true">
        {shares.map((share, index) => (
          <span
            key={index}
            class={`share-${share.kind}`}
            style={{ flexGrow: String(share.durationNs / durationNs) }}
            title={visibleText(`${shareText(share)}: ${formatNs(share.durationNs)}`)}
          />
        ))}
      </div>
      <ul class="shares-text" aria-label="where the time went">
        {shares.slice(0, MAX_SHARES).map((share, index) => (
          <li key={index}>
            <i class={`share-${share.kind}`} aria-hidden="true" />
            <Text value={shareText(share)} />
            <b>{formatShare(share.durationNs / durationNs)}</b>
            <span>{formatNs(share.durationNs)}</span>
          </li>
        ))}
        {restNs > 0 && (
          <li>
            other <b>{formatShare(restNs / durationNs)}</b>
          </li>
        )}
      </ul>
    </div>
  )
}

function shareText({ kind, of }: TimeShare): string {
  return of === undefined ? WORDS[kind] : `${WORDS[kind]} · ${of}`
}

const WORDS: Readonly<Record<TimeKind, string>> = {
  client: 'client',
  server: 'servers',
  link: 'between servers',
  stream: 'waiting in stream',
  delivery: 'delivery',
  handler: 'handler',
  work: 'work',
  unknown: 'not traced',
}
