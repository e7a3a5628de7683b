import { once } from 'node:events'
import { createServer, request as startRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { CaseRequest } from './trace-context-cases.ts'

/** The suite's side: it sends requests to the service, and takes the calls that it asks for. */
export interface Harness extends AsyncDisposable {
  /** The calls that a request led to, in their order. */
  readonly send: (request: CaseRequest) => Promise<readonly Call[]>
}

/** The headers of one call, as they came. */
export interface Call {
  readonly traceparents: readonly string[]
  readonly tracestates: readonly string[]
}

/** Starts the side of the suite, against a service that takes requests at `url`. */
export async function startHarness(url: string): Promise<Harness> {
  const calls: Call[] = []
  const http = createServer((request, response) => {
    calls.push({
      traceparents: valuesOf(request, 'traceparent'),
      tracestates: valuesOf(request, 'tracestate'),
    })
    response.end()
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  const callback = `http://127.0.0.1:${(http.address() as AddressInfo).port}/callback`

  return {
    async send({ headers, calls: count = 1 }) {
      const body = Array.from({ length: count }, () => ({ url: callback, arguments: [] }))
      const status = await post(url, headers, JSON.stringify(body))
      if (status !== 200) throw new Error(`the service answered ${status}`)
      return calls.splice(0)
    },
    async [Symbol.asyncDispose]() {
      http.close().closeAllConnections()
    },
  }
}

function valuesOf({ rawHeaders }: IncomingMessage, name: string): readonly string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name)
}

// By a list, Node sends headers as they are: their case, their number, and the spaces around them.
async function post(
  url: string,
  headers: CaseRequest['headers'],
  body: string,
): Promise<number | undefined> {
  const { host } = new URL(url)
  const length = String(Buffer.byteLength(body))
  const all = [['host', host], ['content-length', length], ...headers]
  const request = startRequest(url, { method: 'POST', headers: all.flat() })
  request.end(body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  await buffer(response)
  return response.statusCode
}
