import '@hopscope/observe/node'
import { process } from '@hopscope/nats'
import { w3cPropagator } from '@hopscope/observe/w3c'
import type { Msg, NatsConnection } from '@nats-io/nats-core'
import { context, defaultTextMapSetter, SpanKind, trace, type Tracer } from '@opentelemetry/api'

/** Where the responder listens. */
export const SUBJECT = 'w3c.test'

/**
 * Makes the calls that each message asks for, in the context of that message, and then replies: with
 * nothing, or with the reason why it could not. Done when the connection is closed.
 */
export async function respond(connection: NatsConnection, tracer: Tracer): Promise<void> {
  await process(connection.subscribe(SUBJECT), async (message) => {
    const failure = await makeCalls(message, tracer).then(() => '', String)
    message.respond(failure)
  })
}

/** A call that the suite asks for. */
interface Call {
  readonly url: string
  /** Goes to the URL as it is. */
  readonly arguments: unknown
}

async function makeCalls(message: Msg, tracer: Tracer): Promise<void> {
  for (const call of message.json<readonly Call[]>()) {
    const span = tracer.startSpan('POST', { kind: SpanKind.CLIENT })
    const carrier: Record<string, string> = { 'content-type': 'application/json' }
    w3cPropagator.inject(trace.setSpan(context.active(), span), carrier, defaultTextMapSetter)
    await fetch(call.url, {
      method: 'POST',
      headers: carrier,
      body: JSON.stringify(call.arguments),
    })
    span.end()
  }
}
