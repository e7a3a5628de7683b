import {
  assembleJourney,
  nodesOf,
  type Journey,
  type JourneyNode,
  type JourneySpan,
} from '@hopscope/path'
import type { RowRole } from '../api/trace-view.ts'
import type { RowNode } from './row-node.ts'
import { rowRole } from './row-role.ts'
import { rowService } from './row-text.ts'
import { withMissing } from './with-missing.ts'

/** Which rows a view has. The views of one trace have the same rows if they are given the same. */
export interface RowOptions {
  /** The trace whose view it is: 32 hex digits. @default that of the first row */
  readonly traceId?: string
  /** How many rows there are at the most; what is beyond is counted. @default 100_000 */
  readonly maxRows?: number
}

/** A trace in the order of its rows. Times are nanoseconds since its begin, whole numbers. */
export interface TraceRows {
  readonly traceId: string
  /** The begin: nanoseconds since 1970 in UTC. */
  readonly startTimeUnixNano: bigint
  readonly durationNs: number
  readonly nodes: readonly RowNode[]
  readonly roles: readonly RowRole[]
  /** Who each row is about: {@link rowService}. */
  readonly services: readonly string[]
  /** The row above; -1 for a root. */
  readonly parents: Int32Array
  readonly starts: Float64Array
  /** Never before the start. */
  readonly ends: Float64Array
  /** Every span once, in the order of the rows, those included that have no row. */
  readonly spans: readonly JourneyNode[]
  /** Spans that name a parent which is not there. */
  readonly missingParents: number
  /** How many spans have no row. */
  readonly omittedSpans: number
}

/** Puts spans in the order of their rows: each parent before its children, which are by start. */
export function layRows(entries: Iterable<JourneySpan>, options: RowOptions = {}): TraceRows {
  const { maxRows = 100_000 } = options
  const journey = assembleJourney(entries)
  const { forest, childrenOf } = withMissing(journey.roots)
  const startTimeUnixNano = beginOf(journey)
  const begin = { startTimeUnixNano }

  const nodes: RowNode[] = []
  const roles: RowRole[] = []
  const services: string[] = []
  const parents: number[] = []
  const starts: number[] = []
  const ends: number[] = []
  const spans: JourneyNode[] = []
  let durationNs = 0
  let shownSpans = 0
  const stack: RowNode[] = []
  const rowsAbove: number[] = []
  pushAll(forest, -1)
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    const above = rowsAbove.pop() ?? -1
    const start = sinceBegin(begin, startOf(node))
    const end = Math.max(start, sinceBegin(begin, endOf(node)))
    if (node.role !== 'missing') {
      spans.push(node)
      durationNs = Math.max(durationNs, end)
    }
    if (nodes.length < maxRows) {
      if (node.role !== 'missing') shownSpans++
      nodes.push(node)
      roles.push(rowRole(node))
      services.push(rowService(node))
      parents.push(above)
      starts.push(start)
      ends.push(end)
    }
    pushAll(childrenOf(node), nodes.length - 1)
  }

  return {
    traceId: options.traceId ?? spans[0]?.span.traceId ?? '0'.repeat(32),
    startTimeUnixNano,
    durationNs,
    nodes,
    roles,
    services,
    parents: Int32Array.from(parents),
    starts: Float64Array.from(starts),
    ends: Float64Array.from(ends),
    spans,
    missingParents: journey.missingParents,
    omittedSpans: journey.spanCount - shownSpans,
  }

  function pushAll(children: readonly RowNode[], parent: number): void {
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index]
      if (child === undefined) continue
      stack.push(child)
      rowsAbove.push(parent)
    }
  }
}

/** Nanoseconds since the begin of a trace; a time before it, or one that was never set, is 0. */
export function sinceBegin(
  { startTimeUnixNano }: Pick<TraceRows, 'startTimeUnixNano'>,
  time: bigint,
): number {
  // Whole numbers stay exact, so that parts add up: a trace has 104 days at the most.
  return Math.min(Math.max(Number(time - startTimeUnixNano), 0), Number.MAX_SAFE_INTEGER)
}

// A start of 0 is one that was never set: it would make the trace begin in 1970.
function beginOf({ roots, startTimeUnixNano }: Journey): bigint {
  if (startTimeUnixNano > 0n) return startTimeUnixNano
  let begin: bigint | undefined
  for (const { span } of nodesOf(roots)) {
    const { startTimeUnixNano: start } = span
    if (start > 0n && (begin === undefined || start < begin)) begin = start
  }
  return begin ?? 0n
}

function startOf(node: RowNode): bigint {
  return node.role === 'missing' ? node.start : node.span.startTimeUnixNano
}

function endOf(node: RowNode): bigint {
  return node.role === 'missing' ? node.end : node.span.endTimeUnixNano
}
