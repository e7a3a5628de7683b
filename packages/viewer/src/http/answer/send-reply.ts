import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Reply } from './reply.ts'
import { sendBytes } from './send-bytes.ts'

/** Sends what a route answers. */
export async function sendReply(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
): Promise<void> {
  if (reply.type === 'stream') {
    if (request.method === 'HEAD') response.writeHead(200).end()
    else reply.start(response)
    return
  }
  const { body } = reply
  if (reply.type === 'json') {
    await sendBytes(request, response, { status: 200, mediaType: JSON_TYPE, body })
    return
  }
  const { mediaType, fileName } = reply
  const headers = { 'content-disposition': `attachment; filename="${safeName(fileName)}"` }
  await sendBytes(request, response, { status: 200, mediaType, body, headers })
}

const JSON_TYPE = 'application/json; charset=utf-8'

// A name that cannot leave the quotes, nor the folder it is saved to.
function safeName(fileName: string): string {
  return fileName.replace(/[^A-Za-z0-9._-]/g, '_')
}
