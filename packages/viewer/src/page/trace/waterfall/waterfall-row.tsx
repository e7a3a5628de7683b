import type { VNode } from 'preact'
import { visibleText } from '../../format/visible-text.ts'
import { groupText } from '../model/group-text.ts'
import { GROUP_TYPES } from '../model/row-groups.ts'
import { rowLabel } from '../model/row-label.ts'
import { at, hasFlag, serviceOf } from '../model/trace-model.ts'
import { groupName, rowName } from './row-name.tsx'
import type { Waterfall } from './use-waterfall.ts'

/** Of a level; CSS pixels, as the lines that `waterfall.css` draws for each level. */
export const INDENT_WIDTH = 13
/** CSS pixels; room for it is left where there is none. */
const TWISTY_WIDTH = 16

/**
 * One row of the tree: its text. The bar is drawn on the canvas over it. A row has as few elements as can be: with
 * fifty of them on the screen, they are what scrolling costs.
 */
export function WaterfallRow(props: {
  readonly waterfall: Waterfall
  readonly place: number
  readonly top: number
  readonly isActive: boolean
  /** Rows deeper than this are set in no further: their names would leave the column. */
  readonly maxIndent: number
}): VNode {
  const { waterfall, place, top, isActive, maxIndent } = props
  const { model, visible } = waterfall
  const row = at(visible.rows, place)
  const isGroup = at(visible.counts, place) > 1
  const indent = at(visible.indents, place)
  const isOpen = !waterfall.isCollapsed(row)
  const hasChildren = at(model.childCounts, row) > 0
  const parent = at(model.parents, row)
  const isSelected = row === waterfall.selectedRow
  const indentWidth = Math.min(indent, maxIndent) * INDENT_WIDTH
  return (
    <div
      role="row"
      class={rowClass(waterfall, row, isSelected)}
      style={{ transform: `translateY(${top}px)` }}
      tabIndex={isActive ? 0 : -1}
      aria-rowindex={place + 1}
      aria-level={indent + 1}
      aria-posinset={at(model.positions, row)}
      aria-setsize={parent < 0 ? model.rootCount : at(model.childCounts, parent)}
      aria-selected={isSelected ? true : undefined}
      aria-expanded={isGroup ? false : hasChildren ? isOpen : undefined}
      aria-label={labelOf(waterfall, row, isGroup)}
    >
      <div
        role="gridcell"
        class="wf-name"
        style={{
          paddingLeft: `${indentWidth + (isGroup || hasChildren ? 8 : TWISTY_WIDTH + 8)}px`,
          backgroundSize: `${indentWidth}px 100%`,
        }}
      >
        {indent > maxIndent && <i class="wf-level">{indent + 1}</i>}
        {isGroup && <i class="wf-twisty wf-group">⊞</i>}
        {!isGroup && hasChildren && <i class="wf-twisty">{isOpen ? '▾' : '▸'}</i>}
        {isGroup ? groupName(model, waterfall.groups, row) : rowName(model, row)}
      </div>
    </div>
  )
}

function rowClass({ matches, model }: Waterfall, row: number, isSelected: boolean): string {
  const isFaint = matches !== undefined && matches[row] !== 1
  const isError = hasFlag(model, row, 'error')
  return `wf-row${isSelected ? ' is-selected' : ''}${isError ? ' is-error' : ''}${isFaint ? ' is-faint' : ''}`
}

function labelOf({ model, groups }: Waterfall, row: number, isGroup: boolean): string {
  if (!isGroup) return visibleText(rowLabel(model, row))
  const { text, count } = groupText(model, groups, row)
  const isHops = groups.types[row] === GROUP_TYPES.hops
  return visibleText(isHops ? `${count}: ${text}` : `${serviceOf(model, row)}, ${text}, ${count}`)
}
