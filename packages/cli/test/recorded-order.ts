import { readFileSync } from 'node:fs'
import { parseTracesJson, type ResourceSpans } from '@hopscope/observe/otlp'

/** A real journey of order o-1, as `hopscope demo --once --json` printed it. */
export function recordedOrder(): readonly ResourceSpans[] {
  const file = new URL('fixtures/order.json', import.meta.url)
  return parseTracesJson(readFileSync(file, 'utf8'))?.resourceSpans ?? []
}
