import { linksOf, type Link } from '../links-of.ts'
import { type TraceRecord } from '../record/trace-record.ts'
import { SHAPE_KEYS, shapeOf, type ShapeKey } from './trace-shape.ts'

/** In what two traces differ; what `hopscope trace --diff --json` prints. */
export interface TraceDiff {
  /** Nothing was added and nothing is gone; links may be slower. */
  readonly same: boolean
  readonly added: Readonly<Record<ShapeKey, readonly string[]>>
  readonly gone: Readonly<Record<ShapeKey, readonly string[]>>
  /** Links that take at least twice as long as before, and 1 ms longer. */
  readonly slower: readonly SlowerLink[]
}

/** A link of both traces, with its times in milliseconds. */
export interface SlowerLink {
  readonly from: string
  readonly to: string
  readonly beforeMs: number
  readonly afterMs: number
}

/** Tells what changed from the first trace to the second. */
export function diffTraces(before: TraceRecord, after: TraceRecord): TraceDiff {
  const shapes = { before: shapeOf(before), after: shapeOf(after) }
  const added = perKey((key) => without(shapes.after[key], shapes.before[key]))
  const gone = perKey((key) => without(shapes.before[key], shapes.after[key]))
  return {
    same: SHAPE_KEYS.every((key) => added[key].length === 0 && gone[key].length === 0),
    added,
    gone,
    slower: slowerLinks(linksOf(before.assembly), linksOf(after.assembly)),
  }
}

function perKey(
  list: (key: ShapeKey) => readonly string[],
): Readonly<Record<ShapeKey, readonly string[]>> {
  return {
    servers: list('servers'),
    silent: list('silent'),
    links: list('links'),
    subscribers: list('subscribers'),
    streams: list('streams'),
  }
}

// What is named three times less what is named once is named twice.
function without(names: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1)
  return names.filter((name) => {
    const count = left.get(name) ?? 0
    if (count > 0) left.set(name, count - 1)
    return count === 0
  })
}

const SLOWER_RATIO = 2
const SLOWER_MS = 1

function slowerLinks(before: readonly Link[], after: readonly Link[]): readonly SlowerLink[] {
  const earlier = new Map(before.map((link) => [JSON.stringify([link.from, link.to]), link]))
  return after.flatMap(({ from, to, latencyMs: afterMs }) => {
    const beforeMs = earlier.get(JSON.stringify([from, to]))?.latencyMs
    if (beforeMs === undefined) return []
    if (afterMs < beforeMs * SLOWER_RATIO || afterMs - beforeMs < SLOWER_MS) return []
    return [{ from, to, beforeMs, afterMs }]
  })
}
