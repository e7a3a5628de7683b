import type { IncomingMessage, ServerResponse } from 'node:http'
import { PAGE_POLICY } from '../answer/security-headers.ts'
import { sendBytes } from '../answer/send-bytes.ts'
import { hasSession, type Door } from '../guard/check-session.ts'
import { sessionCookie } from '../guard/cookie.ts'
import { Refusal } from '../refusal.ts'
import type { Target } from '../target.ts'
import type { PageBundle } from './page-bundle.ts'
import { entryHtml, pageHtml } from './page-html.ts'
import { isPagePath } from './page-routes.ts'

/** Serves the page's document and files, and turns the token of an address into a session. */
export class PageServer {
  readonly #bundle: PageBundle
  readonly #door: Door
  readonly #page: Uint8Array
  readonly #entry: Uint8Array

  constructor(bundle: PageBundle, door: Door) {
    this.#bundle = bundle
    this.#door = door
    this.#page = new TextEncoder().encode(pageHtml(bundle))
    this.#entry = new TextEncoder().encode(entryHtml(bundle))
  }

  /** @throws {@link Refusal} ROUTE_UNKNOWN, METHOD_UNKNOWN or PREFETCH_REFUSED */
  async answer(request: IncomingMessage, response: ServerResponse, target: Target): Promise<void> {
    const { segments } = target
    const [folder, name = '', ...more] = segments
    const file = folder === 'assets' && more.length === 0 ? this.#bundle.files.get(name) : undefined
    if (!file && !isPagePath(segments)) {
      throw new Refusal(404, 'ROUTE_UNKNOWN', 'there is nothing at this address')
    }
    requireRead(request)
    if (!file) {
      await this.#document(request, response, target)
      return
    }

    const headers = { 'cache-control': 'public, max-age=31536000, immutable' }
    const { mediaType, body } = file
    await sendBytes(request, response, { status: 200, mediaType, body, headers })
  }

  async #document(
    request: IncomingMessage,
    response: ServerResponse,
    target: Target,
  ): Promise<void> {
    const isIn = hasSession(request, this.#door)
    const token = target.query.get('t')
    if (token !== null) requireOpened(request)
    const secret = token === null || isIn ? undefined : this.#door.sessions.redeem(token)
    if (token !== null && (isIn || secret !== undefined)) {
      redirect(response, target, secret && sessionCookie(this.#door.cookie, secret))
      return
    }
    const isShown = isIn || (token === null && isHeldBack(request))
    await sendBytes(request, response, {
      status: isShown ? 200 : 401,
      mediaType: 'text/html; charset=utf-8',
      body: isShown ? this.#page : this.#entry,
      headers: { 'content-security-policy': PAGE_POLICY },
    })
  }
}

function requireRead({ method }: IncomingMessage): void {
  if (method === 'GET' || method === 'HEAD') return
  throw new Refusal(405, 'METHOD_UNKNOWN', 'this address can only be read', {
    headers: { allow: 'GET, HEAD' },
  })
}

// The token would be used up by something that nobody looks at: a link preview or a preload.
function requireOpened({ method, headers }: IncomingMessage): void {
  const purpose = headers['sec-purpose'] ?? headers['purpose'] ?? ''
  if (method === 'GET' && !String(purpose).includes('prefetch')) return
  throw new Refusal(403, 'PREFETCH_REFUSED', 'this address works once, when it is opened')
}

/**
 * On the way from another site a browser holds the cookie back, and the page, which has no data in it,
 * is the way to have it sent: what the page asks for then comes from the viewer's own site.
 */
function isHeldBack({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site']
  return site === 'cross-site' || site === 'same-site'
}

function redirect(response: ServerResponse, { path, query }: Target, cookie = ''): void {
  const rest = new URLSearchParams(query)
  rest.delete('t')
  const search = rest.size > 0 ? `?${rest.toString()}` : ''
  response.writeHead(303, {
    location: `${path}${search}`,
    ...(cookie !== '' && { 'set-cookie': cookie }),
  })
  response.end()
}
