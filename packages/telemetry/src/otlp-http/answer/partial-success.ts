import { isJsonObject, parseJsonObject } from './json-object.ts'
import { mediaType } from './media-type.ts'
import { protoFields } from './proto-fields.ts'
import type { Answer } from './read-answer.ts'

/** What a backend says of a request that it took. */
export interface PartialSuccess {
  /** How many spans, log records or data points it dropped. */
  readonly rejected: number
  /** Empty when it says nothing. */
  readonly message: string
}

/**
 * Reads the answer to a request that a backend took, whatever the signal; `undefined` when it is no
 * OTLP.
 */
export function readPartialSuccess({ headers, body }: Answer): PartialSuccess | undefined {
  if (body.length === 0) return { rejected: 0, message: '' }
  const type = mediaType(headers)
  if (type === 'application/x-protobuf' || type === 'application/protobuf') return fromProto(body)
  return type === 'application/json' ? fromJson(body) : undefined
}

// All three responses have `partial_success` as field 1, and in it what was rejected as 1 and the
// message as 2.
function fromProto(body: Uint8Array): PartialSuccess | undefined {
  const response = protoFields(body)
  const partial = protoFields(response?.findLast(({ number }) => number === 1)?.bytes ?? NOTHING)
  if (!response || !partial) return undefined
  const rejected = partial.findLast(({ number }) => number === 1)?.integer ?? 0n
  const message = partial.findLast(({ number }) => number === 2)?.bytes ?? NOTHING
  return {
    rejected: countOf(BigInt.asIntN(64, rejected)),
    message: new TextDecoder().decode(message),
  }
}

function fromJson(body: Uint8Array): PartialSuccess | undefined {
  const response = parseJsonObject(new TextDecoder().decode(body))
  if (!response) return undefined
  const { partialSuccess } = response
  if (!isJsonObject(partialSuccess)) return { rejected: 0, message: '' }
  const { rejectedSpans, rejectedLogRecords, rejectedDataPoints, errorMessage } = partialSuccess
  return {
    rejected: countOf(rejectedSpans ?? rejectedLogRecords ?? rejectedDataPoints),
    message: typeof errorMessage === 'string' ? errorMessage : '',
  }
}

function countOf(value: unknown): number {
  const count = Number(value ?? 0)
  return Number.isSafeInteger(count) && count > 0 ? count : 0
}

const NOTHING = new Uint8Array()
