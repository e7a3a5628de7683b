import type { IncomingMessage } from 'node:http'
import { Refusal } from '../refusal.ts'
import { readCookies } from './cookie.ts'
import type { Sessions } from './sessions.ts'

/** Who may ask, and how the cookie of the page is called. */
export interface Door {
  readonly sessions: Sessions
  readonly cookie: string
}

/**
 * Lets programs with the access token and browsers with a session in.
 *
 * @throws {@link Refusal} TOKEN_MISSING
 */
export function checkSession(request: IncomingMessage, door: Door): void {
  const bearer = /^Bearer ([\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (bearer !== undefined && door.sessions.isAccessToken(bearer)) return
  if (hasSession(request, door)) return
  throw new Refusal(401, 'TOKEN_MISSING', 'this browser or program has not been let in', {
    hint: 'open an address that the viewer printed and that was not used yet, or send its access token',
    headers: { 'www-authenticate': 'Bearer' },
  })
}

/** Whether a browser was let in. */
export function hasSession(request: IncomingMessage, { sessions, cookie }: Door): boolean {
  return readCookies(request, cookie).some((secret) => sessions.isSession(secret))
}
