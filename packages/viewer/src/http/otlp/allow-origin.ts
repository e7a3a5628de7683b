import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal } from '../refusal.ts'

/**
 * Tells a browser that a page of an allowed origin may send; whether the request is of such a page.
 *
 * @throws {@link Refusal} ORIGIN_FOREIGN if the page is of any other
 */
export function allowOrigin(
  { headers }: IncomingMessage,
  response: ServerResponse,
  allowed: readonly string[],
): boolean {
  const { origin } = headers
  if (origin === undefined) return false
  if (!allowed.includes(origin)) {
    throw new Refusal(403, 'ORIGIN_FOREIGN', 'web pages of this origin may not send telemetry', {
      hint: 'allow the origin when the viewer is started',
    })
  }
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('vary', 'origin')
  response.setHeader('cross-origin-resource-policy', 'cross-origin')
  return true
}

/** Answers what a browser asks before it sends. */
export function answerPreflight(response: ServerResponse): void {
  response.writeHead(204, {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, content-encoding',
    'access-control-max-age': '600',
  })
  response.end()
}
