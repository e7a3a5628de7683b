import type { VNode } from 'preact'
import { ROW_FLAGS } from '../../../api/trace-view.ts'
import { visibleText } from '../../format/visible-text.ts'
import { serviceColor } from '../../element/service-hues.ts'
import { groupText } from '../model/group-text.ts'
import { GROUP_TYPES, type RowGroups } from '../model/row-groups.ts'
import { rowGlyph } from '../model/row-glyph.ts'
import {
  detailOf,
  isOfServer,
  nameOf,
  roleOf,
  serviceOf,
  type TraceModel,
} from '../model/trace-model.ts'

/**
 * What a row is called: a server with the sign of how the message came to it, or a service and its operation. A
 * function rather than a component: there is one a row, and rows are what scrolling costs.
 */
export function rowName(model: TraceModel, row: number): VNode {
  const role = roleOf(model, row)
  const detail = visibleText(detailOf(model, row))
  if (role === 'missing') return <em>? missing span {detail}</em>

  const service = serviceOf(model, row)
  const name = nameOf(model, row)
  const glyph = rowGlyph(role)
  const isServer = isOfServer(model, row)
  const marks = marksOf(model.view.rows.flags[row] ?? 0)
  const operation = isRepeated(service, name)
    ? ''
    : [isServer ? '' : glyph, visibleText(name)].filter(Boolean).join(' ')
  return (
    <>
      {isServer && <i class={`wf-glyph wf-${role}`}>{glyph}</i>}
      {marks !== '' && <i class="wf-marks">{marks}</i>}
      {isServer ? <b>{visibleText(service)}</b> : serviceName(model, service)}
      {isServer && operation !== '' ? `\u2002${operation}` : operation}
      {detail !== '' && <small>{detail}</small>}
    </>
  )
}

/** What a folded group is called: its servers one after the other, or what its siblings are and how many. */
export function groupName(model: TraceModel, groups: RowGroups, head: number): VNode {
  const { text, count } = groupText(model, groups, head)
  if (groups.types[head] === GROUP_TYPES.hops) {
    return (
      <>
        <code>{visibleText(text)}</code>
        <small>{count}</small>
      </>
    )
  }
  return (
    <>
      {serviceName(model, serviceOf(model, head))}
      {visibleText(text)}
      <mark>{count}</mark>
    </>
  )
}

function serviceName({ hues }: TraceModel, service: string): VNode {
  return (
    <b class="wf-hue" style={{ borderColor: serviceColor(hues, service) }}>
      {visibleText(service)}
    </b>
  )
}

/** The span of a server is called `hop n1`, that of a stream `store ORDERS`: the name beside it says it already. */
function isRepeated(service: string, name: string): boolean {
  return name === `hop ${service}` || name === `store ${service}` || name === service
}

/** What a reader should see of a row before its name; the label of the row says it in words. */
function marksOf(flags: number): string {
  if ((flags & MARKED) === 0) return ''
  return MARKS.flatMap(([flag, sign]) => ((flags & flag) === 0 ? [] : [sign])).join(' ')
}

const MARKS: readonly (readonly [flag: number, sign: string])[] = [
  [ROW_FLAGS.error, '✕'],
  [ROW_FLAGS.redelivered, '↻'],
  [ROW_FLAGS.deadLetter, 'DLQ'],
  [ROW_FLAGS.brokenContext, 'ctx?'],
  [ROW_FLAGS.linksOut, '↗'],
]

const MARKED = MARKS.reduce((all, [flag]) => all | flag, 0)
