import type { VNode } from 'preact'
import type { DeadLetterGroup } from '../../api/message-view.ts'
import { Text } from '../element/text.tsx'
import { formatCount } from '../format/count.ts'
import { setParams } from '../router/location.ts'
import { type LetterGroup, reasonName } from './match-letter.ts'

/** How many were given up, by why and whence; one chosen is what the list shows. */
export function LetterGroups(props: {
  readonly groups: readonly DeadLetterGroup[]
  readonly chosen: LetterGroup
}): VNode {
  return (
    <div class="groups" role="group" aria-label="groups of dead letters">
      {props.groups.map(({ reason: told, originalStream, count }) => {
        const reason = reasonName(told)
        const isChosen =
          props.chosen.reason === reason && props.chosen.originalStream === originalStream
        const change = isChosen
          ? { reason: undefined, stream: undefined }
          : { reason, stream: originalStream }
        return (
          <button
            key={`${reason} ${originalStream ?? ''}`}
            type="button"
            class="group"
            aria-pressed={isChosen}
            title={reason}
            onClick={() => setParams(change, { push: true })}
          >
            <b>{formatCount(count)}</b>
            <span class="cut">
              <Text value={reason} />
            </span>
            <span class="muted cut">
              {originalStream === undefined ? 'stream unknown' : <Text value={originalStream} />}
            </span>
          </button>
        )
      })}
    </div>
  )
}
