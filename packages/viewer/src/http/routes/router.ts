import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Reply } from '../answer/reply.ts'
import { readBody } from '../body/read-body.ts'
import { Refusal } from '../refusal.ts'
import type { Target } from '../target.ts'
import type { Param } from './params.ts'
import type { Call, Route } from './route.ts'

/** What the routes answer to a request. */
export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
  target: Target,
) => Promise<Reply>

/**
 * Finds the route of a request by its path and method, and has it answer.
 *
 * HEAD is answered as GET is, without the body.
 *
 * @throws {@link Refusal} ROUTE_UNKNOWN, METHOD_UNKNOWN, and what reading a body and the route throw
 */
export function router(routes: readonly Route[]): Answer {
  const patterns = routes.map((route) => ({ route, parts: route.path.slice(1).split('/') }))
  return async (request, response, target) => {
    const { segments } = target
    const here = patterns.filter(({ parts }) => isMatch(parts, segments))
    if (here.length === 0) {
      throw new Refusal(404, 'ROUTE_UNKNOWN', 'the API has nothing at this address', {
        hint: 'see /api/v1/openapi.json for what it has',
      })
    }
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const found = here.find(({ route }) => route.method === method)
    if (!found) throw unknownMethod(here.map(({ route }) => route.method))

    const { route, parts } = found
    const call = toCall(request, response, target, paramsOf(parts, segments))
    if (route.method === 'GET') return route.run(call)
    return route.run(call, await readBody(request, response, route.body))
  }
}

function isMatch(parts: readonly string[], segments: readonly string[]): boolean {
  if (parts.length !== segments.length) return false
  return parts.every((part, index) => part.startsWith('{') || part === segments[index])
}

function paramsOf(
  parts: readonly string[],
  segments: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(
    parts.flatMap((part, index) =>
      part.startsWith('{') ? [[part.slice(1, -1), segments[index] ?? '']] : [],
    ),
  )
}

function toCall(
  { headers }: IncomingMessage,
  response: ServerResponse,
  { query }: Target,
  params: ReadonlyMap<string, string>,
): Call {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  return {
    param: (name): Param => ({ name, value: params.get(name) ?? '' }),
    query,
    accept: headers.accept ?? '',
    lastEventId: headers['last-event-id']?.toString(),
    signal: gone.signal,
  }
}

function unknownMethod(methods: readonly Route['method'][]): Refusal {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  return new Refusal(405, 'METHOD_UNKNOWN', `this address takes ${allow.join(', ')}`, {
    headers: { allow: allow.join(', ') },
  })
}
