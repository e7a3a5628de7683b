import type { Msg, NatsConnection, RequestManyOptions } from '@nats-io/nats-core'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { withOwnSubscriptions } from '../connection/own-subscriptions.ts'
import { asItIs } from './as-it-is.ts'
import { endSend, failSend } from './end-send.ts'
import type { Send } from './send.ts'
import { startSend } from './start-send.ts'

/** Wraps `requestMany`: the span ends when no more replies are taken. */
export function tracedRequestMany(
  instrumentation: Instrumentation,
  requestMany: NatsConnection['requestMany'],
): NatsConnection['requestMany'] {
  return async (subject, payload, options): Promise<AsyncIterable<Msg>> => {
    const headers = options?.headers
    const send = startSend(instrumentation, { operation: 'request', subject, payload, headers })
    if (!send) return asItIs(options, () => requestMany(subject, payload, options))

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
