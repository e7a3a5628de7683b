import { createServer, type Server, type ServerResponse } from 'node:http'
import { TelemetryError } from '../telemetry-error.ts'
import type { BridgeFigures, SignalState } from './bridge-figures.ts'
import { toPrometheusText } from './prometheus-text.ts'

/** What is told of a bridge. */
export interface HealthSource {
  readonly state: SignalState
  figures(): BridgeFigures
}

/**
 * Serves how a bridge is: `/healthz` answers 200 while it runs, `/readyz` while it sends all that
 * the backend offers, and `/metrics` has its figures as Prometheus reads them.
 */
export class HealthServer {
  readonly #server: Server

  /**
   * @param at.host - `127.0.0.1` unless told: nobody asks who reads the figures
   * @throws {@link TelemetryError} PORT_UNAVAILABLE if nothing can be served there
   */
  static async start(
    { port, host = '127.0.0.1' }: { readonly port: number; readonly host?: string },
    source: HealthSource,
  ): Promise<HealthServer> {
    const server = createServer(({ url, method }, response) => {
      answer(response, method === 'GET' || method === 'HEAD' ? url : undefined, source)
    })
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    server.once('error', reject)
    try {
      server.listen(port, host, resolve)
      await promise
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new TelemetryError(
        'PORT_UNAVAILABLE',
        `health and metrics cannot be served on ${host}:${port}: ${reason}`,
        { hint: 'choose another port, or 0 for one that is free', cause: error },
      )
    }
    return new HealthServer(server)
  }

  private constructor(server: Server) {
    this.#server = server
  }

  get url(): string {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') return ''
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
    return `http://${host}:${address.port}`
  }

  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.close(() => resolve())
    this.#server.closeAllConnections()
    await promise
  }
}

function answer(response: ServerResponse, url: string | undefined, source: HealthSource): void {
  const path = url?.replace(/\?.*$/, '')
  if (path === '/metrics') {
    const type = 'text/plain; version=0.0.4; charset=utf-8'
    response.writeHead(200, { 'content-type': type }).end(toPrometheusText(source.figures()))
    return
  }
  const { state } = source
  const isGood = path === '/healthz' ? state !== 'stopped' : state === 'sending'
  const status = path === '/healthz' || path === '/readyz' ? (isGood ? 200 : 503) : 404
  const body = status === 404 ? 'there are /healthz, /readyz and /metrics' : state
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${body}\n`)
}
