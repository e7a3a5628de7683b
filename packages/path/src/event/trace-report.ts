import { decompress } from './decompress.ts'

/** What a server published about a traced message, as it came. */
export interface TraceReport {
  readonly payload: Uint8Array
  /** The message's `Content-Encoding`; absent when the payload is plain. */
  readonly contentEncoding?: string
}

/** The JSON in a report; `undefined` when it cannot be decompressed to at most 8 MiB. */
export function reportJson({ payload, contentEncoding }: TraceReport): string | undefined {
  const json = decompress(payload, contentEncoding, MAX_BYTES)
  return json && new TextDecoder().decode(json)
}

const MAX_BYTES = 8 * 1024 * 1024
