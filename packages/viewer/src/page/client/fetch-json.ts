import type { Problem } from '../../api/problem.ts'
import { ClientError } from './client-error.ts'
import { isReachable } from './reachable.ts'

export interface FetchOptions {
  readonly signal?: AbortSignal
  /** Sent as JSON with POST; GET without it. */
  readonly body?: unknown
}

/**
 * Asks the viewer's API.
 *
 * @throws {ClientError} with the problem's code, `SERVER_UNREACHABLE` or `ANSWER_UNREADABLE`; an abort passes through
 */
export async function fetchJson<T>(path: string, { signal, body }: FetchOptions = {}): Promise<T> {
  const response = await send(path, body, signal)
  isReachable.set(true)
  const answer = await readJson(response)
  if (response.ok) return answer as T

  throw toClientError(answer, response)
}

async function send(
  path: string,
  body: unknown,
  signal: AbortSignal | undefined,
): Promise<Response> {
  try {
    return await fetch(path, {
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: typeof body === 'string' ? body : JSON.stringify(body),
          }),
    })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    isReachable.set(false)
    throw new ClientError('SERVER_UNREACHABLE', 'the viewer does not answer', {
      status: 0,
      hint: 'start it again with "hopscope view", and open the address that it prints',
      cause,
    })
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ClientError(
      'ANSWER_UNREADABLE',
      `the viewer's answer is no JSON (status ${response.status})`,
      {
        status: response.status,
        cause,
      },
    )
  }
}

function toClientError(answer: unknown, { status, statusText }: Response): ClientError {
  const { code, detail, hint } = (answer ?? {}) as Partial<Problem>
  const told = typeof detail === 'string' ? detail : statusText
  return new ClientError(typeof code === 'string' ? code : 'ANSWER_UNREADABLE', told, {
    status,
    hint: typeof hint === 'string' ? hint : undefined,
  })
}
