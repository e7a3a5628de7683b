import { parseTracesJson } from '@hopscope/observe/otlp'
import { flatten, type JourneySpan } from '@hopscope/path'
import { readFileSync } from 'node:fs'

/** A real order whose shipping failed three times, as `hopscope demo --once --fail --json` printed it. */
export function recordedOrder(): readonly JourneySpan[] {
  const file = new URL('fixtures/order.json', import.meta.url)
  return [...flatten(parseTracesJson(readFileSync(file, 'utf8'))?.resourceSpans ?? [])]
}
