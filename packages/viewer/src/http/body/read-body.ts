import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gunzip as gunzipWithCallback } from 'node:zlib'
import { Refusal } from '../refusal.ts'

/** What a route takes. */
export interface BodyRule {
  readonly mediaTypes: readonly string[]
  /** Of the body, and of what it unpacks to. */
  readonly maxBytes: number
  /** Is told of the bytes that are kept, as they come and again as they are unpacked; may throw. */
  readonly onBytes?: (count: number) => void
}

/** The body of a request, unpacked, and what it says that it is. */
export interface Body {
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/**
 * Reads a body as a route takes it.
 *
 * The media types a route takes are none of those that a form of another site could send.
 *
 * @throws {@link Refusal} CONTENT_TYPE_UNSUPPORTED, CONTENT_ENCODING_UNSUPPORTED, BODY_TOO_LARGE or
 *   BODY_INVALID, and what `onBytes` throws
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  rule: BodyRule,
): Promise<Body> {
  const mediaType = requireMediaType(request, rule)
  const isPacked = requireEncoding(request)
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > rule.maxBytes) throw tooLarge(rule.maxBytes)
  if (request.headers.expect !== undefined) response.writeContinue()
  const sent = await readAll(request, rule)
  if (!isPacked) return { mediaType, bytes: sent }
  const bytes = await unpack(sent, rule.maxBytes)
  rule.onBytes?.(bytes.length)
  return { mediaType, bytes }
}

/** What a request says that its body is, without parameters; empty if it does not. */
export function mediaTypeOf({ headers }: IncomingMessage): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

function requireMediaType(request: IncomingMessage, { mediaTypes }: BodyRule): string {
  const mediaType = mediaTypeOf(request)
  if (mediaTypes.includes(mediaType)) return mediaType
  throw new Refusal(
    415,
    'CONTENT_TYPE_UNSUPPORTED',
    'the body is of a type that is not read here',
    {
      hint: `send it with Content-Type ${mediaTypes.join(' or ')}`,
      headers: { accept: mediaTypes.join(', ') },
    },
  )
}

function requireEncoding({ headers }: IncomingMessage): boolean {
  const encoding = (headers['content-encoding'] ?? '').trim().toLowerCase()
  if (encoding === '' || encoding === 'identity') return false
  // The second name is as old as HTTP/1.0, and to be taken for the first.
  if (encoding === 'gzip' || encoding === 'x-gzip') return true
  throw new Refusal(415, 'CONTENT_ENCODING_UNSUPPORTED', 'the body is packed in an unknown way', {
    hint: 'send it plain, or with Content-Encoding gzip',
    headers: { 'accept-encoding': 'gzip' },
  })
}

async function readAll(
  request: IncomingMessage,
  { maxBytes, onBytes = ignore }: BodyRule,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  request.on('data', (chunk: Uint8Array) => {
    length += chunk.length
    try {
      if (length > maxBytes) throw tooLarge(maxBytes)
      onBytes(chunk.length)
      chunks.push(chunk)
    } catch (error) {
      // The rest is not kept: the answer closes the connection.
      reject(error)
    }
  })
  request.once('end', resolve)
  request.once('error', reject)
  request.once('close', () => reject(new Refusal(400, 'BODY_INVALID', 'the body was cut off')))
  try {
    await promise
  } finally {
    request.removeAllListeners('data')
    request.pause()
  }
  return Buffer.concat(chunks)
}

async function unpack(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  try {
    return await gunzip(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxBytes)
    throw new Refusal(400, 'BODY_INVALID', 'the body is not gzip, or not all of it')
  }
}

const ignore = (): void => {}
const gunzip = promisify(gunzipWithCallback)

function tooLarge(maxBytes: number): Refusal {
  return new Refusal(413, 'BODY_TOO_LARGE', `the body is longer than ${maxBytes} bytes`, {
    hint: 'send less at once',
  })
}
