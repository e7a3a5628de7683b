import type { ResourceSpans, SpanData, TraceData } from '@hopscope/observe/otlp'
import type { JourneySpan } from '@hopscope/path'

/** The spans of a journey as OTLP has them: together by resource, and within it by scope. */
export function toTraceData(spans: readonly JourneySpan[]): TraceData {
  const byResource = groupBy(spans, ({ resource }) => JSON.stringify(resource))
  return {
    resourceSpans: byResource.map(([first, ...rest]): ResourceSpans => ({
      resource: { attributes: first.resource },
      scopeSpans: groupBy([first, ...rest], ({ scope }) => JSON.stringify(scope)).map(
        (sameScope) => ({
          scope: sameScope[0].scope,
          spans: sameScope.map(({ span }) => span).toSorted(byStart),
        }),
      ),
    })),
  }
}

type NonEmpty<T> = [T, ...T[]]

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): NonEmpty<T>[] {
  const groups = new Map<string, NonEmpty<T>>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return [...groups.values()]
}

function byStart(a: SpanData, b: SpanData): number {
  return Number(a.startTimeUnixNano - b.startTimeUnixNano)
}
