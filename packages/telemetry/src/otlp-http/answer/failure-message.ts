import { isJsonObject, parseJsonObject } from './json-object.ts'
import { mediaType } from './media-type.ts'
import { protoFields } from './proto-fields.ts'
import type { Answer } from './read-answer.ts'

/**
 * Why a backend did not take a request, in its own words: the `Status` of OTLP, or what others put
 * in its place; empty when there is nothing that can be read. A web page is not.
 */
export function failureMessage({ headers, body }: Answer): string {
  const type = mediaType(headers)
  if (type.endsWith('/x-protobuf') || type.endsWith('/protobuf')) return fromStatus(body)
  const text = new TextDecoder().decode(body.subarray(0, MOST_BYTES))
  if (type.endsWith('/json') || type.endsWith('+json')) return fromJson(text)
  return type === 'text/plain' ? text : ''
}

const MOST_BYTES = 64 * 1024

// google.rpc.Status: code 1, message 2.
function fromStatus(body: Uint8Array): string {
  const message = protoFields(body)?.findLast(({ number }) => number === 2)
  return message ? new TextDecoder().decode(message.bytes) : ''
}

function fromJson(text: string): string {
  const status = parseJsonObject(text)
  const { message, error } = status ?? {}
  const said = [message, isJsonObject(error) ? error['message'] : error]
  return said.find((words) => typeof words === 'string') ?? ''
}
