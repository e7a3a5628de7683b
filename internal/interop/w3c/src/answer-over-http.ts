import type { IncomingMessage, RequestListener } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { headers, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core'
import { SUBJECT } from './respond.ts'

/** Answers `POST /test`: 200 when the responder has made its calls, 502 when it could not. */
export function answerOverHttp(connection: NatsConnection): RequestListener {
  return (request, response) => {
    if (request.method !== 'POST' || request.url !== '/test') {
      response.writeHead(404).end()
      return
    }
    ask(connection, request).then(
      (failure) => response.writeHead(failure === '' ? 200 : 502).end(failure),
      (error: unknown) => response.writeHead(502).end(String(error)),
    )
  }
}

async function ask(connection: NatsConnection, request: IncomingMessage): Promise<string> {
  const reply = await connection.request(SUBJECT, await buffer(request), {
    headers: toNatsHeaders(request),
    timeout: TIMEOUT_MS,
  })
  return reply.string()
}

const TIMEOUT_MS = 10_000

// One to one: `request.headers` would have joined some lines, dropped others and lost their case.
function toNatsHeaders({ rawHeaders }: IncomingMessage): MsgHdrs {
  const copy = headers()
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    copy.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  }
  return copy
}
