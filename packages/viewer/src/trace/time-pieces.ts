import type { TimeKind } from '../api/trace-view.ts'
import type { HandOvers } from './hand-over.ts'
import { isServerSide } from './row-role.ts'
import type { TraceRows } from './trace-rows.ts'

/** A stretch of a trace's time with what it went into. */
export interface TimePiece {
  readonly kind: TimeKind
  /** Who took it; empty where nobody can be named. */
  readonly of: string
  /** Nanoseconds since the begin of the trace. */
  readonly startNs: number
  readonly endNs: number
  /** The row whose own time it is; -1 for time between rows. */
  readonly row: number
}

/**
 * Cuts the whole time of a trace into pieces, by what its end depends on: from the last end back to
 * what had to come before it, down to the begin. Pieces are by time, without overlap or hole.
 *
 * Where work is done one after the other, the way goes through what ended last before. A message
 * that was on its way waits for nobody else: the way goes to the server or stream it came from, and
 * through earlier attempts of the same receiver.
 */
export function timePieces(rows: TraceRows, over: HandOvers): readonly TimePiece[] {
  const { starts, ends, roles, services } = rows
  const { childrenOf, subtreeEnds } = offspring(rows)
  const inHandler = handlerRows(rows)
  const pieces: TimePiece[] = []
  const tasks: { readonly row: number; readonly from: number; readonly to: number }[] = []

  tasks.push({ row: -1, from: 0, to: rows.durationNs })
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const role = roles[task.row]
    const isSent = role === 'producer' || (role !== undefined && isServerSide(role))
    if (isSent) explainSent(task.row, task.from, task.to)
    else explainWork(task.row, task.from, task.to)
  }
  return pieces.toSorted((a, b) => a.startNs - b.startNs)

  function explainWork(row: number, from: number, to: number): void {
    let cursor = to
    let after = -1
    for (const child of byEnd(row)) {
      if (cursor <= from) break
      const end = Math.min(subtreeEnds[child] ?? 0, cursor)
      const start = Math.max(starts[child] ?? 0, from)
      if (end <= start) continue
      own(row, end, cursor, after)
      tasks.push({ row: child, from: start, to: end })
      cursor = start
      after = child
    }
    own(row, from, cursor, after)
  }

  function explainSent(row: number, from: number, to: number): void {
    let last = -1
    for (const child of childrenOf(row)) {
      if ((starts[child] ?? 0) >= to || (subtreeEnds[child] ?? 0) <= from) continue
      if (last < 0 || (subtreeEnds[child] ?? 0) >= (subtreeEnds[last] ?? 0)) last = child
    }
    if (last < 0) return own(row, from, to, -1)

    let cursor = Math.min(subtreeEnds[last] ?? 0, to)
    own(row, cursor, to, -1)
    for (let child = last; ;) {
      const start = Math.max(starts[child] ?? 0, from)
      if (start < cursor) tasks.push({ row: child, from: start, to: cursor })
      cursor = Math.min(start, cursor)
      const previous = over.attempts[child] ?? -1
      const end = Math.min(ends[previous] ?? 0, cursor)
      if (previous < 0 || end <= Math.max(starts[previous] ?? 0, from)) {
        return lead(row, child, from, cursor)
      }
      add({ ...over.waitOf(child), startNs: end, endNs: cursor, row: -1 })
      cursor = end
      child = previous
    }
  }

  // From when a message came to a row until it came to the next.
  function lead(row: number, child: number, from: number, to: number): void {
    const left = Math.min(Math.max(over.leftNs(child), from), to)
    own(row, from, left, -1)
    const wait = over.waitOf(child)
    const end = Math.min(Math.max(ends[row] ?? 0, left), to)
    const isOwn = wait.kind === 'client' || wait.kind === 'delivery'
    const mid = isOwn ? end : left
    add({ ...wait, startNs: left, endNs: mid, row })
    add({ ...wait, startNs: mid, endNs: to, row: -1 })
  }

  // After its end, the time is not the row's: something that it caused had yet to begin.
  function own(row: number, from: number, to: number, after: number): void {
    const end = row < 0 ? from : Math.min(Math.max(ends[row] ?? 0, from), to)
    add({ ...ownTime(row), startNs: from, endNs: end, row })
    const wait = after < 0 || row < 0 ? NOBODY : over.waitOf(after)
    add({ ...wait, startNs: end, endNs: to, row: -1 })
  }

  function ownTime(row: number): Pick<TimePiece, 'kind' | 'of'> {
    const of = services[row] ?? ''
    const role = roles[row]
    if (role === undefined || role === 'missing') return NOBODY
    if (isServerSide(role)) return { kind: 'server', of: '' }
    if (role === 'producer') return { kind: 'client', of }
    return { kind: inHandler[row] === 1 ? 'handler' : 'work', of }
  }

  function byEnd(row: number): readonly number[] {
    const children = childrenOf(row)
    if (children.length < 2) return children
    return children.toSorted((a, b) => (subtreeEnds[b] ?? 0) - (subtreeEnds[a] ?? 0) || b - a)
  }

  function add(piece: TimePiece): void {
    if (piece.endNs > piece.startNs) pieces.push(piece)
  }
}

const NOBODY = { kind: 'unknown', of: '' } as const

function offspring({ parents, ends }: TraceRows): {
  readonly childrenOf: (row: number) => readonly number[]
  readonly subtreeEnds: Float64Array
} {
  const count = parents.length
  const subtreeEnds = Float64Array.from(ends)
  // Roots are the children of -1, which comes first.
  const firsts = new Int32Array(count + 1).fill(-1)
  const nexts = new Int32Array(count)
  for (let row = count - 1; row >= 0; row--) {
    const above = parents[row] ?? -1
    nexts[row] = firsts[above + 1] ?? -1
    firsts[above + 1] = row
    if (above >= 0) {
      subtreeEnds[above] = Math.max(subtreeEnds[above] ?? 0, subtreeEnds[row] ?? 0)
    }
  }
  return { childrenOf, subtreeEnds }

  function childrenOf(row: number): readonly number[] {
    const children: number[] = []
    for (let at = firsts[row + 1] ?? -1; at >= 0; at = nexts[at] ?? -1) children.push(at)
    return children
  }
}

// A handler's work is what it does in its own service, but not what becomes of its messages.
function handlerRows({ parents, roles, services }: TraceRows): Uint8Array {
  const inHandler = new Uint8Array(roles.length)
  roles.forEach((role, row) => {
    const above = parents[row] ?? -1
    const isAbove = inHandler[above] === 1 && services[above] === services[row]
    const isWork = role === 'work' || role === 'client' || role === 'producer'
    if (role === 'consumer' || (isWork && isAbove)) inHandler[row] = 1
  })
  return inHandler
}
