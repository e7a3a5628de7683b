import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Sends the last of an answer.
 *
 * Where the body of the request is still on its way, the rest of it is read and thrown away for a
 * while: a client that sends all of it before it reads would else find the connection gone, not know
 * that it was refused, and try again.
 */
export async function endResponse(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
): Promise<void> {
  if (request.complete) {
    response.end(bytes)
    return
  }
  response.write(bytes)
  const { promise: isSent, resolve } = Promise.withResolvers<void>()
  const patience = setTimeout(resolve, LINGER_MS)
  request.once('end', resolve).once('close', resolve).resume()
  await isSent
  clearTimeout(patience)
  response.end()
}

const LINGER_MS = 2000
