import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { decodeLogs, decodeMetrics, decodeTraces } from '@hopscope/observe/otlp'

/** A request of OTLP over HTTP. */
export interface ReceivedRequest {
  readonly path: string
  readonly body: Uint8Array
  /** Names of its spans, texts of its log records, names of its metrics. */
  readonly names: readonly string[]
}

/** What a {@link CountingBackend} answers: a status, or nothing that is whole. */
export type Answer =
  | number
  | 'reset'
  | 'half'
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }

/** A backend that keeps what it accepts, and otherwise answers what a test wants. */
export class CountingBackend implements AsyncDisposable {
  readonly requests: ReceivedRequest[] = []
  /** Names of what was accepted, by path. */
  readonly accepted = new Map<string, string[]>()
  answer: (request: ReceivedRequest) => Answer | Promise<Answer> = () => 200
  readonly #server = createServer((request, response) => void this.#receive(request, response))
  #port = 0

  static async start(): Promise<CountingBackend> {
    const backend = new CountingBackend()
    await backend.open()
    return backend
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** What was accepted of traces, each name once. */
  get spans(): ReadonlySet<string> {
    return new Set(this.accepted.get('/v1/traces'))
  }

  get logs(): ReadonlySet<string> {
    return new Set(this.accepted.get('/v1/logs'))
  }

  /** Listens, on the port that it had before. */
  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as AddressInfo).port
  }

  /** Goes away, and takes connections along. */
  async shut(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.shut()
  }

  async #receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of message) chunks.push(chunk as Buffer)
    } catch {
      return
    }
    const sent = Buffer.concat(chunks)
    const body = message.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent
    const path = message.url ?? ''
    const request = { path, body, names: namesIn(path, body) }
    this.requests.push(request)
    const answer = await this.answer(request)
    if (answer === 'reset') return void message.socket.resetAndDestroy()
    if (answer === 'half') {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setImmediate(() => message.socket.destroy())
      return
    }
    const {
      status,
      headers = {},
      body: text,
    } = typeof answer === 'number' ? { status: answer } : answer
    if (status === 200) {
      this.accepted.set(path, [...(this.accepted.get(path) ?? []), ...request.names])
    }
    const type = { 'content-type': text ? 'application/json' : 'application/x-protobuf' }
    response.writeHead(status, { ...type, ...headers }).end(text)
  }
}

function namesIn(path: string, body: Uint8Array): readonly string[] {
  if (path === '/v1/traces') {
    return (decodeTraces(body)?.resourceSpans ?? []).flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)),
    )
  }
  if (path === '/v1/logs') {
    return (decodeLogs(body)?.resourceLogs ?? []).flatMap(({ scopeLogs }) =>
      scopeLogs.flatMap(({ logRecords }) =>
        logRecords.map(({ body }) => (typeof body === 'string' ? body : '')),
      ),
    )
  }
  return (decodeMetrics(body)?.resourceMetrics ?? []).flatMap(({ scopeMetrics }) =>
    scopeMetrics.flatMap(({ metrics }) => metrics.map(({ name }) => name)),
  )
}
