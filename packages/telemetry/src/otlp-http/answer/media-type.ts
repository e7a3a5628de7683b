import type { IncomingMessage } from 'node:http'

/** The `Content-Type` of an answer in lower case, without its parameters; empty where there is none. */
export function mediaType(headers: IncomingMessage['headers']): string {
  return (headers['content-type'] ?? '').replace(/;.*$/, '').trim().toLowerCase()
}
