import { decodeTraces, type SpanData } from '@hopscope/observe/otlp'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/** Something that takes spans by HTTP, and keeps what it was sent. */
export interface Backend extends AsyncDisposable {
  readonly url: string
  readonly received: readonly { readonly path: string | undefined; readonly body: Uint8Array }[]
}

export async function startBackend(): Promise<Backend> {
  const received: { readonly path: string | undefined; readonly body: Uint8Array }[] = []
  const http = createServer((request, response) => {
    void buffer(request).then((body) => {
      received.push({ path: request.url, body })
      response.end()
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => http.close(() => resolve())),
  }
}

/** The spans of a request to a backend. */
export function spansIn(body: Uint8Array | undefined): readonly SpanData[] {
  const traces = decodeTraces(body ?? new Uint8Array())
  return (traces?.resourceSpans ?? []).flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans),
  )
}
