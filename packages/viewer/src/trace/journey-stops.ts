import { isTerminal, textOf, type JourneyNode } from '@hopscope/path'
import { accountStops } from './account-stops.ts'
import type { Message } from './messages.ts'
import { rowDetail, rowService } from './row-text.ts'
import { reasonOf } from './reason-of.ts'
import { isFailed } from './row-flags.ts'
import type { TraceRows } from './trace-rows.ts'

/** Where a message stopped before its end, in words, without repetition. */
export function journeyStops({ nodes }: TraceRows, { members }: Message): readonly string[] {
  const stops = members.flatMap((row) => {
    const node = nodes[row]
    if (node === undefined) return []
    if (node.role === 'missing') {
      return node.server === undefined ? [] : [`${node.server} ${rowDetail(node, undefined)}`]
    }
    if (node.role === 'hop') return hopStops(node)
    return node.role === 'store' && isFailed(node)
      ? [`${rowService(node)} rejected it${after(reasonOf(node.span))}`]
      : []
  })
  const told = [...new Set(stops)].slice(0, MAX_STOPS)
  return told.length === 0 && isLost(nodes, members) ? ['nobody got it'] : told
}

const MAX_STOPS = 50

function hopStops(node: JourneyNode): readonly string[] {
  const server = rowService(node)
  const hasStore = node.children.some(({ role }) => role === 'store')
  return [
    ...(isFailed(node) ? [`${server} refused it${after(reasonOf(node.span))}`] : []),
    ...accountStops(node.span, hasStore).map(
      (account) => `account ${account} does not allow traces`,
    ),
    ...node.span.events.flatMap(({ attributes }) => {
      const error = textOf(attributes, 'nats.server.egress.error')
      if (error === undefined || !isTerminal(error)) return []
      const to = textOf(attributes, 'nats.server.egress.name') ?? 'a client'
      return [`${server} did not send it on to ${to}: ${error}`]
    }),
  ]
}

function after(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${reason}`
}

// Servers tell of it, none of them sent it to anybody, and no span is of one who got it.
function isLost(nodes: TraceRows['nodes'], members: readonly number[]): boolean {
  const told = members.map((row) => nodes[row])
  if (!told.some((node) => node?.role === 'hop')) return false
  return told.every((node) => {
    if (node === undefined || node.role === 'missing') return false
    if (node.role === 'consumer' || node.role === 'store') return false
    return !node.span.events.some(
      ({ attributes }) => attributes['nats.server.egress.kind'] === 'client',
    )
  })
}
