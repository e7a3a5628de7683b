import { readHeader } from '@hopscope/observe/headers'
import { encodeHops } from '@hopscope/path'
import type { Converted } from './converted.ts'
import type { StoredTelemetry } from './stored-telemetry.ts'

/** Makes spans of what a server told of a hop, plain or compressed by gzip or snappy. */
export function convertHops({ data, headers }: StoredTelemetry): Converted {
  const contentEncoding = readHeader(headers, 'Content-Encoding')[0]
  const { request, spans, skipped } = encodeHops([
    { payload: data, ...(contentEncoding !== undefined && { contentEncoding }) },
  ])
  switch (skipped[0]?.reason) {
    case undefined:
      // The bytes are part of a buffer of 128 KiB, which a message in hand would keep alive.
      return { signal: 'traces', body: request.slice(), items: spans }
    case 'no trace':
      return { signal: 'traces', nothing: true }
    case 'too large':
      return { signal: 'traces', undecodable: 'its hop is of more text than any true one' }
    default:
      return { signal: 'traces', undecodable: 'it is no trace event of a server' }
  }
}
