import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer, type ServerOptions } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** A request that a backend got. */
interface ReceivedRequest {
  readonly path: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** Something that takes requests by HTTP, and keeps what it was sent. */
export interface OtlpServer extends AsyncDisposable {
  readonly url: string
  readonly requests: readonly ReceivedRequest[]
  /** How many connections were made to it. */
  readonly connections: () => number
}

/** What it does with a request; by default it answers 200 and nothing else. */
export type Respond = (response: ServerResponse, request: ReceivedRequest, socket: Socket) => void

export async function startOtlpServer(
  respond: Respond = (response) => response.end(),
  tls?: ServerOptions,
): Promise<OtlpServer> {
  const requests: ReceivedRequest[] = []
  let connections = 0
  const listener = (message: IncomingMessage, response: ServerResponse): void => {
    void buffer(message).then((body) => {
      const request = { path: message.url, headers: message.headers, body }
      requests.push(request)
      respond(response, request, message.socket)
    })
  }
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  server.on('connection', () => connections++)
  // A client that is not trusted is what some tests are about.
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Answers every request with a status, headers and a body. */
export function answering(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body: Uint8Array | string = '',
): Respond {
  return (response) => response.writeHead(status, headers).end(body)
}

/** The path of a certificate or key that is for tests only. */
export function certificateFile(name: string): string {
  return new URL(`./certificates/${name}.pem`, import.meta.url).pathname
}

/** What a server needs to show a certificate. */
export function serverTls(name = 'server'): ServerOptions {
  return {
    cert: readFileSync(certificateFile(name)),
    key: readFileSync(certificateFile(`${name}-key`)),
  }
}
