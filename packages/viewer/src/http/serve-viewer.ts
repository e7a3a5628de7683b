import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { sendProblem } from './answer/send-problem.ts'
import { sendReply } from './answer/send-reply.ts'
import { setSecurityHeaders } from './answer/security-headers.ts'
import { isOwnFailure } from './answer/to-problem.ts'
import { allowedHosts, checkHost, type AllowedHosts } from './guard/check-host.ts'
import { checkOrigin } from './guard/check-origin.ts'
import { checkSession, type Door } from './guard/check-session.ts'
import { cookieName } from './guard/cookie.ts'
import { Sessions } from './guard/sessions.ts'
import { listen } from './listen.ts'
import { LiveHub } from './live/live-hub.ts'
import { OpenResources } from '../open-resources.ts'
import { receiveOtlp } from './otlp/receive-otlp.ts'
import { QueuedIndex } from './queued-index.ts'
import { apiRoutes } from './routes/api-routes.ts'
import { router, type Answer } from './routes/router.ts'
import {
  hostInUrl,
  requireLoopback,
  resolveServeLimits,
  type ServeViewerOptions,
} from './serve-options.ts'
import { loadPage } from './static/page-bundle.ts'
import { PageServer } from './static/page-server.ts'
import { readTarget } from './target.ts'

/** A viewer that is being served. */
export interface ViewerServer extends AsyncDisposable {
  /** Such as `http://127.0.0.1:7788/`. A browser needs one of {@link ViewerServer.issueLink} first. */
  readonly url: string
  readonly port: number
  /** What programs send as `Authorization: Bearer …`; another one with every start. */
  readonly accessToken: string
  /** Where programs send OTLP to, such as `http://127.0.0.1:4318`; absent if it is not received. */
  readonly otlpUrl?: string
  /**
   * An address that lets one browser in, once, and shows it a page.
   *
   * @param path - one of the page's, such as `/t/0af7…`. @default '/traces'
   */
  issueLink(path?: string): string
}

/**
 * Serves the page and the API of the viewer to browsers and programs that were let in.
 *
 * @throws {@link ViewerError} NOT_LOOPBACK if other machines could connect and that was not asked for;
 *   PORT_UNAVAILABLE if nothing can be served on the port; PAGE_MISSING if the page was not built
 */
export async function serveViewer(options: ServeViewerOptions): Promise<ViewerServer> {
  requireLoopback(options)
  const { index, host, onError = ignore } = options
  const limits = resolveServeLimits(options.limits)
  const page = await loadPage(options.pageFolder)

  await using open = new OpenResources()
  const otlp =
    options.otlp && open.use(await receiveOtlp({ ...options.otlp, index, limits, onError }))
  const hub = open.use(
    new LiveHub(
      index,
      { maxClients: limits.maxLiveClients, heartbeatMs: limits.heartbeatMs },
      onError,
    ),
  )
  const sessions = new Sessions()
  // The port is known only when requests may come already; they wait for it.
  const ready = Promise.withResolvers<Desk>()
  const listening = open.use(
    await listen(desk(ready.promise), {
      what: 'the page',
      port: options.port ?? DEFAULT_PORT,
      spare: options.port === undefined ? SPARE_PORTS : 0,
      requestTimeoutMs: limits.requestTimeoutMs,
      onError,
      ...(host !== undefined && { host }),
    }),
  )
  const { port } = listening
  const url = `http://${hostInUrl(host ?? '127.0.0.1')}:${port}/`
  const issueLink = (path = '/traces'): string => {
    const link = new URL(path, url)
    link.searchParams.set('t', sessions.issueToken())
    return link.href
  }
  const door: Door = { sessions, cookie: cookieName(port) }
  const facts = {
    ports: { ...options, index: new QueuedIndex(index) },
    version: options.version ?? '0.0.0',
    liveClients: () => hub.size,
    otlpPort: () => otlp?.port,
    issueLink: () => issueLink(),
    onError,
  }
  const routes = apiRoutes(facts, hub, { page, maxImportBytes: limits.maxImportBytes })
  ready.resolve({
    door,
    hosts: allowedHosts([...(options.allowedHosts ?? []), ...(host ? [hostInUrl(host)] : [])]),
    answer: router(routes),
    page: new PageServer(page, door),
    onError,
  })
  const closing = open.move()
  return {
    url,
    port,
    accessToken: sessions.accessToken,
    ...(otlp && { otlpUrl: otlp.url }),
    issueLink,
    [Symbol.asyncDispose]: () => closing[Symbol.asyncDispose](),
  }
}

const DEFAULT_PORT = 7788
const SPARE_PORTS = 20
const ignore = (): void => {}

/** What a request passes on its way to an answer. */
interface Desk {
  readonly door: Door
  readonly hosts: AllowedHosts
  readonly answer: Answer
  readonly page: PageServer
  readonly onError: (error: unknown) => void
}

function desk(ready: Promise<Desk>): RequestListener {
  return (request, response) => {
    void ready.then(async (desk) => {
      try {
        await handle(request, response, desk)
      } catch (error) {
        // Who is gone needs no answer, and that it went is no failure.
        if (response.destroyed) return
        if (isOwnFailure(error)) desk.onError(error)
        await sendProblem(request, response, error).catch(desk.onError)
      }
    })
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { door, hosts, answer, page }: Desk,
): Promise<void> {
  setSecurityHeaders(response)
  checkHost(request, hosts)
  const target = readTarget(request.url)
  if (target.segments[0] !== 'api') {
    await page.answer(request, response, target)
    return
  }
  checkOrigin(request)
  checkSession(request, door)
  await sendReply(request, response, await answer(request, response, target))
}
