import { decodeTraceEvent, flatten, toSpans, type JourneySpan } from '@hopscope/path'
import { readdirSync, readFileSync } from 'node:fs'

/** The spans of a recorded scenario, as a probe without a context would have them. */
export function scenarioSpans(name: string): readonly JourneySpan[] {
  const file: File = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'))
  const events = (file.events ?? []).flatMap(({ event }) => {
    const decoded = decodeTraceEvent(new TextEncoder().encode(JSON.stringify(event)))
    return decoded === undefined ? [] : (toSpans(decoded, { traceId: 'ab'.repeat(16) }) ?? [])
  })
  return [...flatten(events)]
}

/** The names of all scenarios. */
export function scenarioNames(): readonly string[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'))
  return files.map((file) => file.slice(0, -'.json'.length))
}

const FOLDER = new URL('../../path/test/fixtures/server-events/', import.meta.url)

interface File {
  readonly events?: readonly { readonly event: unknown }[]
}
