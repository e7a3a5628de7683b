import { hopNumber, textOf, toSender, type Sender } from '@hopscope/path'
import type { TimeKind } from '../api/trace-view.ts'
import { attemptsBefore } from './attempts.ts'
import { isHop } from './row-role.ts'
import { sinceBegin, type TraceRows } from './trace-rows.ts'

/** From where a message came to each row, and when it had left there. */
export interface HandOvers {
  /** {@link senderRowsOf} */
  readonly senderRows: Int32Array
  /** {@link attemptsBefore} */
  readonly attempts: Int32Array
  readonly senderOf: (row: number) => Sender | undefined
  /** When what is above a row was done with what came to the row; nanoseconds since the begin. */
  readonly leftNs: (row: number) => number
  /** What the time from then to the row's start was; `of` is empty where nobody has it. */
  readonly waitOf: (row: number) => { readonly kind: TimeKind; readonly of: string }
}

/** The row that a message came from to each row: the one above, mappings left out; -1 for none. */
export function senderRowsOf({ parents, roles }: Pick<TraceRows, 'parents' | 'roles'>): Int32Array {
  const senderRows = Int32Array.from(parents)
  for (let row = 0; row < senderRows.length; row++) {
    const above = parents[row] ?? -1
    if (roles[above] === 'mapping') senderRows[row] = senderRows[above] ?? -1
  }
  return senderRows
}

/** Finds out from where a message came to each row; what is asked for twice is looked up once. */
export function handOvers(rows: TraceRows): HandOvers {
  const { nodes, parents, roles, services, starts, ends } = rows
  const senderRows = senderRowsOf(rows)
  const senders = Array<Sender | undefined>(nodes.length)

  return { senderRows, attempts: attemptsBefore(rows), senderOf, leftNs, waitOf }

  function senderOf(row: number): Sender | undefined {
    const sender = senderRows[row] ?? -1
    const node = nodes[sender]
    if (node === undefined || node.role === 'missing') return undefined
    return (senders[sender] ??= toSender(node))
  }

  function leftNs(row: number): number {
    const above = parents[row] ?? -1
    const start = starts[above] ?? 0
    const end = ends[above] ?? 0
    const role = roles[above]
    if (role !== 'producer') return sentOnNs(row) ?? end
    return streamOf(row) === undefined ? start : Math.min(end, Math.max(start, starts[row] ?? 0))
  }

  function sentOnNs(row: number): number | undefined {
    const node = nodes[row]
    if (node?.role !== 'hop') return undefined
    const at = senderOf(row)?.handedOver.get(hopNumber(node.span))
    return at === undefined ? undefined : sinceBegin(rows, at)
  }

  function waitOf(row: number): { readonly kind: TimeKind; readonly of: string } {
    const above = parents[row] ?? -1
    const role = roles[row] ?? 'work'
    const aboveRole = roles[above]
    if (role === 'consumer' && aboveRole !== undefined && aboveRole !== 'missing') {
      const stream = streamOf(row) ?? (aboveRole === 'store' ? services[above] : undefined)
      if (stream !== undefined) return { kind: 'stream', of: stream }
      return { kind: 'delivery', of: services[row] ?? '' }
    }
    const isServer = isHop(role) || role === 'missing'
    if (isServer && aboveRole === 'producer') return { kind: 'client', of: services[above] ?? '' }
    if (isServer && isServerRole(above)) return { kind: 'link', of: '' }
    if (role === 'store' || role === 'mapping') return { kind: 'server', of: '' }
    return { kind: 'unknown', of: '' }
  }

  function isServerRole(row: number): boolean {
    const role = roles[row]
    return role === 'mapping' || (role !== undefined && isHop(role))
  }

  function streamOf(row: number): string | undefined {
    const node = nodes[row]
    if (node?.role !== 'consumer') return undefined
    return textOf(node.span.attributes, 'messaging.nats.stream.name')
  }
}
