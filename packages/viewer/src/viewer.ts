import { serveViewer, type ViewerServer } from './http/serve-viewer.ts'
import type { ServeViewerOptions } from './http/serve-options.ts'
import { connectionStatus } from './nats/connection-status.ts'
import { probePort } from './nats/probe-port.ts'
import type { TraceIndexOptions } from './trace-index/index-options.ts'
import { OpenResources } from './open-resources.ts'
import { openTraceIndex } from './trace-index/open-trace-index.ts'
import type { TraceIndex } from './trace-index/trace-index.ts'
import { VERSION } from './version.ts'

/** What the viewer reads, what it keeps, and where its page is. */
export interface ViewerOptions
  extends
    TraceIndexOptions,
    Omit<ServeViewerOptions, 'index' | 'connection' | 'probe' | 'version' | 'pageFolder'> {}

/** A viewer that is open. Closing it leaves the connection as it is. */
export interface Viewer extends ViewerServer {
  readonly index: TraceIndex
}

/**
 * Opens the index of a stream of telemetry and serves the page over it.
 *
 * It needs nothing but permission to read the stream, and changes nothing, unless `canPublish` lets
 * the page send probes and replay dead letters.
 *
 * @throws {@link ViewerError} INDEX_FAILED or LIMIT_EXCEEDED if the index cannot be opened as asked;
 *   NOT_LOOPBACK, PORT_UNAVAILABLE or PAGE_MISSING if the page cannot be served
 *
 * @example
 * await using viewer = await startViewer({ connection })
 * print(viewer.issueLink())
 */
export async function startViewer(options: ViewerOptions = {}): Promise<Viewer> {
  const { connection } = options
  await using open = new OpenResources()
  const ending = new AbortController()
  open.use({ [Symbol.asyncDispose]: async () => ending.abort() })
  const index = open.use(await openTraceIndex(options))
  const server = open.use(
    await serveViewer({
      ...options,
      index,
      version: VERSION,
      connection: connectionStatus(connection, ending.signal),
      ...(connection && { probe: probePort(connection) }),
    }),
  )
  const closing = open.move()
  return { ...server, index, [Symbol.asyncDispose]: () => closing[Symbol.asyncDispose]() }
}
