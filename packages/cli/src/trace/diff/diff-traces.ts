import { leastMs, mostMs } from '../link/link-latency.ts'
import { linksOf, type Link } from '../link/links-of.ts'
import type { TraceRecord } from '../record/trace-record.ts'
import { SHAPE_KEYS, shapeOf, type ShapeKey } from './trace-shape.ts'

/** In what two traces differ; what `hopscope trace --diff --json` prints. */
export interface TraceDiff {
  /** Nothing was added and nothing is gone; links may be slower. */
  readonly same: boolean
  readonly added: Readonly<Record<ShapeKey, readonly string[]>>
  readonly gone: Readonly<Record<ShapeKey, readonly string[]>>
  /** Links that certainly take at least twice as long as before, and 1 ms longer. */
  readonly slower: readonly SlowerLink[]
}

/** A link of both traces, with its times in milliseconds. */
export interface SlowerLink {
  readonly from: string
  readonly to: string
  readonly beforeMs: number
  /** By how much it may be off, either way, since clocks differ; absent when they do not. */
  readonly beforeUncertaintyMs?: number
  readonly afterMs: number
  /** As for the other. */
  readonly afterUncertaintyMs?: number
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
    slower: slowerLinks(linksOf(before), linksOf(after)),
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

// Of a link whose clocks are skewed, nothing is certain.
function slowerLinks(before: readonly Link[], after: readonly Link[]): readonly SlowerLink[] {
  const earlier = new Map(before.map((link) => [JSON.stringify([link.from, link.to]), link]))
  return after.flatMap((link) => {
    const other = earlier.get(JSON.stringify([link.from, link.to]))
    if (other === undefined || other.clock === 'skewed' || link.clock === 'skewed') return []
    const [atMost, atLeast] = [mostMs(other), leastMs(link)]
    if (atLeast < atMost * SLOWER_RATIO || atLeast - atMost < SLOWER_MS) return []
    return [toSlower(other, link)]
  })
}

function toSlower(before: Link, after: Link): SlowerLink {
  const { from, to, latencyMs: afterMs, uncertaintyMs: afterUncertaintyMs } = after
  const { latencyMs: beforeMs, uncertaintyMs: beforeUncertaintyMs } = before
  return {
    from,
    to,
    beforeMs,
    ...(before.clock === 'bounded' && { beforeUncertaintyMs }),
    afterMs,
    ...(after.clock === 'bounded' && { afterUncertaintyMs }),
  }
}
