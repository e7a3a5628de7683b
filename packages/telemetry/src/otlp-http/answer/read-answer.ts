import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

/** What a backend answered. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  /** Empty where {@link Answer.problem} says why it could not be read. */
  readonly body: Uint8Array
  readonly problem?: string
}

/**
 * Reads an answer to its end, and unpacks it.
 *
 * @throws if the connection is lost on the way
 */
export async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const { statusCode: status = 0, headers } = response
  const head = { status, headers, body: new Uint8Array() }
  const body = await readBytes(response)
  if (body === undefined) return { ...head, problem: TOO_LARGE }

  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity'
  if (encoding === 'identity' || body.length === 0) return { ...head, body }
  if (encoding !== 'gzip' && encoding !== 'x-gzip')
    return { ...head, problem: 'the answer is compressed by other than gzip' }
  try {
    return { ...head, body: await unpack(body, { maxOutputLength: MAX_BYTES }) }
  } catch (error) {
    const isTooLarge = error instanceof RangeError
    return { ...head, problem: isTooLarge ? TOO_LARGE : 'the answer is no gzip, as it says it is' }
  }
}

// What OTLP allows an answer.
const MAX_BYTES = 4 * 1024 ** 2
const TOO_LARGE = 'the answer is larger than 4 MiB'

const unpack = promisify(gunzip)

async function readBytes(response: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > MAX_BYTES) return undefined
      chunks.push(chunk)
    }
  } catch (cause) {
    throw new Error('the answer broke off', { cause })
  }
  return Buffer.concat(chunks)
}
