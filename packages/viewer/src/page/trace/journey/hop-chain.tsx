import type { VNode } from 'preact'
import type { JourneyHop } from '../../../api/journey-view.ts'
import type { RowRole } from '../../../api/trace-view.ts'
import { Text } from '../../element/text.tsx'
import { formatNs } from '../../format/duration.ts'
import { rowGlyph, roleWord } from '../model/row-glyph.ts'

/** The servers that a message crossed, each below the one it came from. */
export function HopChain(props: {
  readonly hops: readonly JourneyHop[]
  readonly selectedRow: number
  readonly onSelect: (row: number) => void
}): VNode {
  const { hops, selectedRow, onSelect } = props
  const first = hops[0]?.startNs ?? 0
  return (
    <ol class="jn-hops">
      {hops.map((hop, index) => {
        const role = `hop-${hop.by}` satisfies RowRole
        const before = hops[hop.from]
        return (
          <li
            key={index}
            style={{ paddingInlineStart: `${Math.min(depthOf(hops, index), 8) * 14}px` }}
          >
            {hop.account !== undefined && hop.account !== (before ?? hops[index - 1])?.account && (
              <span class="jn-account" title="account">
                account <Text value={hop.account} />
              </span>
            )}
            <button
              type="button"
              class="jn-hop"
              aria-pressed={hop.row === selectedRow}
              title={roleWord(role)}
              onClick={() => onSelect(hop.row)}
            >
              <i class={`wf-glyph wf-${role}`}>{rowGlyph(role)}</i>
              <b>
                <Text value={hop.server} />
              </b>
              {hop.cluster !== undefined && hop.cluster !== before?.cluster && (
                <small>
                  <Text value={hop.cluster} />
                </small>
              )}
              {index > 0 && <small>+{formatNs(hop.startNs - first)}</small>}
              {hop.error !== undefined && (
                <span class="jn-bad">
                  ✕ <Text value={hop.error} />
                </span>
              )}
            </button>
          </li>
        )
      })}
    </ol>
  )
}

function depthOf(hops: readonly JourneyHop[], index: number): number {
  let depth = 0
  // Each came from one before it; an answer that says otherwise must not hang the page.
  for (
    let each = hops[index]?.from ?? -1;
    each >= 0 && depth < hops.length;
    each = hops[each]?.from ?? -1
  )
    depth++
  return depth
}
