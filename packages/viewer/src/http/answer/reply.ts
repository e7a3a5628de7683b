import type { ServerResponse } from 'node:http'

/** What a route answers. */
export type Reply =
  | { readonly type: 'json'; readonly body: Uint8Array }
  | FileReply
  /** The route writes the answer itself and leaves it open. */
  | { readonly type: 'stream'; readonly start: (response: ServerResponse) => void }

/** A file to be saved. */
export interface FileReply {
  readonly type: 'file'
  readonly body: Uint8Array
  readonly mediaType: string
  readonly fileName: string
}

/** A value as JSON. */
export function json(value: unknown): Reply {
  return { type: 'json', body: encoder.encode(JSON.stringify(value)) }
}

/** JSON that is already text, such as an answer of the index. */
export function jsonBytes(body: Uint8Array): Reply {
  return { type: 'json', body }
}

const encoder = new TextEncoder()
