import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip as gzipWithCallback } from 'node:zlib'
import { endResponse } from './end-response.ts'

/** An answer whose bytes are all there. */
export interface BytesAnswer {
  readonly status: number
  readonly mediaType: string
  readonly body: Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends an answer, compressed where that pays and the client takes it; without its body for HEAD. */
export async function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  { status, mediaType, body, headers = {} }: BytesAnswer,
): Promise<void> {
  const isPacked = body.length > MIN_GZIP_BYTES && acceptsGzip(request.headers['accept-encoding'])
  const bytes = isPacked ? await gzip(body, { level: GZIP_LEVEL }) : body
  if (response.destroyed) return

  response.appendHeader('vary', 'accept-encoding')
  response.writeHead(status, {
    'content-type': mediaType,
    'content-length': bytes.length,
    ...(isPacked && { 'content-encoding': 'gzip' }),
    ...headers,
  })
  await endResponse(request, response, request.method === 'HEAD' ? NOTHING : bytes)
}

/** Whether an `Accept-Encoding` takes gzip. */
function acceptsGzip(value: string | readonly string[] | undefined): boolean {
  const codings = String(value ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.split(';').map((part) => part.trim()))
  const coding = codings.find(([name]) => name === 'gzip') ?? codings.find(([name]) => name === '*')
  return coding !== undefined && !coding.slice(1).some((part) => /^q=0(\.0*)?$/.test(part))
}

const NOTHING = new Uint8Array()
const gzip = promisify(gzipWithCallback)
const MIN_GZIP_BYTES = 1024
// A trace of 100 000 spans is 2 MB: the lowest level packs it in a fraction of the time of the default.
const GZIP_LEVEL = 2
