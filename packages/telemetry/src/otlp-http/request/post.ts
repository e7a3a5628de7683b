import { request as requestHttp, type Agent } from 'node:http'
import { request as requestHttps } from 'node:https'
import { readAnswer, type Answer } from '../answer/read-answer.ts'
import type { RequestHeaders } from '../options/request-headers.ts'

/** One request. */
export interface Post {
  readonly url: URL
  readonly headers: RequestHeaders
  readonly body: Uint8Array
  readonly agent: Agent
  /** From connecting to the end of the answer. */
  readonly timeoutMs: number
  /** Whether it may be sent once more; no longer when its sender was closed. */
  readonly mayRepeat: () => boolean
}

/**
 * Sends a request and reads the answer to its end. Redirects are not followed.
 *
 * Where the connection was kept from an earlier request, and the server closed it meanwhile, the
 * request is sent once more by another.
 */
export async function post(request: Post): Promise<Answer> {
  const startedAt = performance.now()
  try {
    return await attempt(request, request.timeoutMs)
  } catch (error) {
    if (!(error instanceof ConnectionStale)) throw error
    if (!request.mayRepeat()) throw error.cause
    const passedMs = performance.now() - startedAt
    return attempt(request, Math.max(1, request.timeoutMs - passedMs), false)
  }
}

class ConnectionStale extends Error {}

function attempt(
  { url, headers, body, agent, timeoutMs }: Post,
  remainingMs: number,
  mayBeStale = true,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  const request = send(url, {
    method: 'POST',
    agent,
    headers: { ...headers, 'content-length': body.length },
  })
  const cancelTimer = startTimer(remainingMs, () => {
    reject(new Error(`no answer within ${timeoutMs} ms`))
    request.destroy()
  })
  let isAnswered = false
  request.once('response', (response) => {
    isAnswered = true
    readAnswer(response).then(resolve, reject)
  })
  request.on('error', (error) => {
    // What goes wrong with the rest of the request does not make the answer another.
    if (isAnswered) return
    const isStale = mayBeStale && request.reusedSocket && wasClosed(error)
    reject(isStale ? new ConnectionStale('', { cause: error }) : error)
  })
  request.end(body)
  return promise.finally(() => {
    cancelTimer()
    // An answer may come before all is sent, as that to what is too large: the rest is not wanted.
    if (!request.writableFinished) request.destroy()
  })
}

function startTimer(ms: number, onTime: () => void): () => void {
  if (ms === Number.POSITIVE_INFINITY) return () => undefined
  const timer = setTimeout(onTime, ms)
  return () => clearTimeout(timer)
}

function wasClosed(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}
