import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal } from '../refusal.ts'
import { sendBytes } from './send-bytes.ts'
import { toProblem } from './to-problem.ts'

/** Answers with what went wrong, unless the answer has begun: then the connection ends, for it would be cut in the middle. */
export async function sendProblem(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): Promise<void> {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const problem = toProblem(error)
  // What is left of a body that nobody wants to read would be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close')
  await sendBytes(request, response, {
    status: problem.status,
    mediaType: 'application/problem+json; charset=utf-8',
    body: new TextEncoder().encode(JSON.stringify(problem)),
    headers: error instanceof Refusal ? error.headers : {},
  })
}
