import type { JourneySpan } from '@hopscope/path'

/** Whether a span began before another; of two at one time it is the same one, in whatever order they came. */
export function isBefore({ span }: JourneySpan, other: JourneySpan | undefined): boolean {
  if (other === undefined) return true
  const { startTimeUnixNano, spanId } = other.span
  if (span.startTimeUnixNano === startTimeUnixNano) return span.spanId < spanId
  return span.startTimeUnixNano < startTimeUnixNano
}
