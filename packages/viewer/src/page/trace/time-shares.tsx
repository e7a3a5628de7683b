import type { VNode } from 'preact'
import type { TimeKind, TimeShare } from '../../api/trace-view.ts'
import { useServiceColor } from '../element/service-hues.ts'
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
  const serviceColor = useServiceColor()
  // Two handlers beside each other are two services.
  const fillOf = ({ kind, of }: TimeShare): { readonly background?: string } =>
    (kind === 'handler' || kind === 'work') && of !== undefined
      ? { background: serviceColor(of) }
      : {}
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
            style={{ flexGrow: String(share.durationNs / durationNs), ...fillOf(share) }}
            title={visibleText(`${shareText(share)}: ${formatNs(share.durationNs)}`)}
          />
        ))}
      </div>
      <ul class="shares-text" aria-label="where the time went">
        {shares.slice(0, MAX_SHARES).map((share, index) => (
          <li key={index}>
            <i class={`share-${share.kind}`} style={fillOf(share)} aria-hidden="true" />
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
  const [withName, alone] = WORDS[kind]
  return of === undefined ? alone : withName(of)
}

/** The words of the verdict above it. */
const WORDS: Readonly<
  Record<TimeKind, readonly [withName: (of: string) => string, alone: string]>
> = {
  client: [(of) => `sending by ${of}`, 'sending'],
  server: [(of) => `in ${of}`, 'in servers'],
  link: [(of) => of, 'between servers'],
  stream: [(of) => `waiting in ${of}`, 'waiting in streams'],
  delivery: [(of) => `on the way to ${of}`, 'on the way to handlers'],
  handler: [(of) => `${of} handler`, 'in handlers'],
  work: [(of) => of, 'work of services'],
  unknown: [(of) => of, 'not traced'],
}
