import type { SpanData } from '@hopscope/observe/otlp'

/** A span, and the lane that it is drawn in, from 0. */
export interface LaneSpan {
  readonly span: SpanData
  readonly lane: number
}

/** Puts spans into as few lanes as are needed for those of one lane to be within each other, or apart. */
export function lanes(spans: readonly SpanData[]): readonly LaneSpan[] {
  // Of each lane, when those that are open end; the last ends first.
  const open: bigint[][] = []
  return spans.toSorted(byStart).map((span) => {
    const found = open.findIndex((ends) => fits(ends, span))
    // With that many at once nothing can be made out, and looking for a place takes too long.
    const lane = found >= 0 ? found : Math.min(open.length, MAX_LANES - 1)
    const ends = (open[lane] ??= [])
    ends.push(span.endTimeUnixNano)
    return { span, lane }
  })
}

const MAX_LANES = 200

function byStart(one: SpanData, other: SpanData): number {
  if (one.startTimeUnixNano !== other.startTimeUnixNano) {
    return one.startTimeUnixNano < other.startTimeUnixNano ? -1 : 1
  }
  return (
    Number(other.endTimeUnixNano > one.endTimeUnixNano) -
    Number(other.endTimeUnixNano < one.endTimeUnixNano)
  )
}

function fits(ends: bigint[], { startTimeUnixNano, endTimeUnixNano }: SpanData): boolean {
  while (ends.length > 0 && (ends.at(-1) ?? 0n) <= startTimeUnixNano) ends.pop()
  return ends.length === 0 || (ends.at(-1) ?? 0n) >= endTimeUnixNano
}
