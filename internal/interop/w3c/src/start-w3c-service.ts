import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { instrument } from '@hopscope/nats'
import { startNatsServer } from '@hopscope/nats-server'
import { recordingTracerProvider } from '@hopscope/observe/recorder'
import { connect } from '@nats-io/transport-node'
import { answerOverHttp } from './answer-over-http.ts'
import { respond } from './respond.ts'

/** The service that the trace-context test suite of the W3C drives, while it runs. */
export interface W3cService extends AsyncDisposable {
  /** Where it takes requests, as in `http://127.0.0.1:5000/test`. */
  readonly url: string
}

/**
 * Starts the service: what the suite sends by HTTP goes through a real server of NATS, with the
 * headers as they came, to a responder whose connection is instrumented.
 *
 * @param port - of 127.0.0.1; 0 is any that is free
 */
export async function startW3cService(port: number): Promise<W3cService> {
  await using started = new AsyncDisposableStack()
  const server = started.use(await startNatsServer({ jetstream: false }))
  const sender = await connect({ servers: server.url })
  started.defer(() => sender.close())
  const responder = await connect({ servers: server.url })

  // Spans are not looked at: the suite sees the headers only.
  const tracerProvider = recordingTracerProvider({ record: () => {} })
  instrument(responder, { tracerProvider, lost: 'off' })
  const responding = respond(responder, tracerProvider.getTracer('@hopscope/interop'))
  started.defer(async () => {
    await responder.close()
    await responding
  })
  await responder.flush()

  const http = createServer(answerOverHttp(sender)).listen(port, '127.0.0.1')
  started.defer(() => http.close().closeAllConnections())
  await once(http, 'listening')

  const running = started.move()
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/test`,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
