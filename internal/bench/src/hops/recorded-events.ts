import { readFileSync } from 'node:fs'

/** Trace events as real servers sent them: a super-cluster's, and a cluster's that stores. */
export function recordedEvents(): readonly Uint8Array[] {
  return SCENARIOS.flatMap((name) => {
    const file: Recording = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'))
    return file.events.map(({ event }) => encoder.encode(toGoJson(event)))
  })
}

// Servers are written in Go, whose JSON has escapes for what HTML has for itself.
function toGoJson(event: unknown): string {
  return JSON.stringify(event).replace(
    /[<>&]/g,
    (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`,
  )
}

const SCENARIOS = [
  'seedexact-traceparent',
  'seed-traceparent',
  'cluster-js-R3-traceparent',
  'cluster-js-R1-traceparent',
]
const FOLDER = new URL('../../../../packages/path/test/fixtures/server-events/', import.meta.url)
const encoder = new TextEncoder()

interface Recording {
  readonly events: readonly { readonly event: unknown }[]
}
