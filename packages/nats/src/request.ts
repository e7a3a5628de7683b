import type {
  Msg,
  MsgHdrs,
  NatsConnection,
  Payload,
  RequestManyOptions,
  RequestOptions,
} from '@nats-io/nats-core'
import type { Instrumentation } from './instrumentation.ts'
import { isTracedSend } from './is-traced-send.ts'
import { withOwnSubscriptions } from './own-subscription.ts'
import { endSend, failSend, startSend, type Send } from './send.ts'

/** Wraps `request`: the span of a request ends with its reply, or with what came instead. */
export function tracedRequest(
  instrumentation: Instrumentation,
  request: NatsConnection['request'],
): NatsConnection['request'] {
  return (subject: string, payload?: Payload, options?: RequestOptions): Promise<Msg> => {
    const send = startRequest(instrumentation, subject, payload, options?.headers)
    if (!send) return request(subject, payload, options)

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

/** Wraps `requestMany`: the span ends when no more replies are taken. */
export function tracedRequestMany(
  instrumentation: Instrumentation,
  requestMany: NatsConnection['requestMany'],
): NatsConnection['requestMany'] {
  return async (subject, payload, options): Promise<AsyncIterable<Msg>> => {
    const send = startRequest(instrumentation, subject, payload, options?.headers)
    if (!send) return requestMany(subject, payload, options)

    try {
      const replies = await withOwnSubscriptions(() =>
        requestMany(subject, payload, withHeaders(options, send)),
      )
      endWith(replies, send)
      return replies
    } catch (error) {
      failSend(send, error)
      throw error
    }
  }
}

function withHeaders(
  options: Partial<RequestManyOptions> | undefined,
  { headers }: Send,
): Partial<RequestManyOptions> {
  return { ...(options ?? { maxWait: 1000, maxMessages: -1 }), ...(headers && { headers }) }
}

// `iterClosed` is there on every iterator of nats.js, yet not in the type that requestMany returns.
function endWith(replies: AsyncIterable<Msg>, send: Send): void {
  const { iterClosed } = replies as { readonly iterClosed?: Promise<unknown> }
  if (!iterClosed) {
    endSend(send)
    return
  }
  const failure = watchFailure(replies)
  iterClosed
    // A failure that comes out of the loop does so one turn after the end.
    .then((error) => error)
    .then(
      (error) => end(send, error ?? failure()),
      (error: unknown) => failSend(send, error),
    )
}

function end(send: Send, error: unknown): void {
  if (error === undefined) endSend(send)
  else failSend(send, error)
}

// With an inbox of its own, a request that nobody answers only fails in the loop over its replies.
function watchFailure(replies: AsyncIterable<Msg>): () => unknown {
  let failure: unknown
  const iterate = replies[Symbol.asyncIterator].bind(replies)
  replies[Symbol.asyncIterator] = () => {
    const iterator = iterate()
    const next = iterator.next.bind(iterator)
    iterator.next = () => {
      const result = next()
      result.catch((error: unknown) => {
        failure = error
      })
      return result
    }
    return iterator
  }
  return () => failure
}

function startRequest(
  instrumentation: Instrumentation,
  subject: string,
  payload: Payload | undefined,
  headers: MsgHdrs | undefined,
): Send | undefined {
  try {
    if (!isTracedSend(instrumentation, subject, payload, headers)) return undefined

    return startSend(instrumentation, 'request', subject, headers)
  } catch (error) {
    instrumentation.onError(error)
    return undefined
  }
}
