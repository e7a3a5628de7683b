import type { Msg, NatsConnection, Payload, RequestOptions } from '@nats-io/nats-core'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { withOwnSubscriptions } from '../connection/own-subscriptions.ts'
import { endSend, failSend } from './end-send.ts'
import type { Send } from './send.ts'
import { startSend } from './start-send.ts'
import { asItIs } from './as-it-is.ts'

/** Wraps `request`: the span of a request ends with its reply, or with what came instead. */
export function tracedRequest(
  instrumentation: Instrumentation,
  request: NatsConnection['request'],
): NatsConnection['request'] {
  return (subject: string, payload?: Payload, options?: RequestOptions): Promise<Msg> => {
    let send: Send | undefined
    try {
      const headers = options?.headers
      send = startSend(instrumentation, { operation: 'request', subject, payload, headers })
    } catch (error) {
      return Promise.reject(error)
    }
    return send
      ? ask(send, subject, payload, options)
      : asItIs(options, () => request(subject, payload, options))
  }

  function ask(
    send: Send,
    subject: string,
    payload: Payload | undefined,
    options: RequestOptions | undefined,
  ): Promise<Msg> {
    const traced: RequestOptions = {
      ...(options ?? { timeout: 1000 }),
      ...(send.headers && { headers: send.headers }),
    }
    try {
      const reply = withOwnSubscriptions(() => request(subject, payload, traced))
      reply.then(
        () => endSend(send),
        (error: unknown) => failSend(send, error),
      )
      // The very promise of nats.js: nobody has to wait for it, and one made from it would then be
      // an unhandled rejection when the request fails.
      return reply
    } catch (error) {
      failSend(send, error)
      throw error
    }
  }
}
