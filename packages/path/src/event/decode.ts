import { decompress } from './decompress.ts'
import { parseTraceEvent } from './parse-trace-event.ts'
import type { TraceEvent } from './trace-event.ts'

/**
 * Reads what a server published about a traced message; `undefined` when it is no trace event.
 *
 * It never throws. Fields that are unknown are skipped and those that are missing get their zero.
 * A payload may inflate to 8 MiB at the most.
 *
 * @param contentEncoding the message's `Content-Encoding`: `gzip`, `snappy` (its framing format),
 *   `identity` or absent
 */
export function decodeTraceEvent(
  payload: Uint8Array,
  contentEncoding?: string,
): TraceEvent | undefined {
  const json = decompress(payload, contentEncoding, MAX_BYTES)
  if (json === undefined) return undefined
  try {
    return parseTraceEvent(JSON.parse(decoder.decode(json)))
  } catch {
    // Not JSON: what was published to the subject is somebody else's.
    return undefined
  }
}

const MAX_BYTES = 8 * 1024 * 1024
const decoder = new TextDecoder()
