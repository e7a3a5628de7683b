import { parseTracesJson, type ResourceSpans } from '@hopscope/observe/otlp'
import { flatten, type JourneySpan } from '@hopscope/path'
import { readFileSync } from 'node:fs'

/** A real order whose shipping failed three times, as `hopscope demo --once --fail --json` printed it. */
export function recordedOrder(): readonly JourneySpan[] {
  return [...flatten(recordedTrace())]
}

/** The same as it was printed. */
export function recordedTrace(): readonly ResourceSpans[] {
  const file = new URL('fixtures/order.json', import.meta.url)
  return parseTracesJson(readFileSync(file, 'utf8'))?.resourceSpans ?? []
}
