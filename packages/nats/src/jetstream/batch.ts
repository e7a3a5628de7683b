import type { BatchAck } from '@nats-io/jetstream'
import type { MsgHdrs, Payload } from '@nats-io/nats-core'
import { instrumentationOf } from '../connection/instrumentation.ts'
import { watched } from '../connection/watched.ts'
import { wrapMethod } from '../connection/wrap-method.ts'
import { endSend, failSend } from '../send/end-send.ts'
import type { Send } from '../send/send.ts'
import { startSend } from '../send/start-send.ts'
import { openBatch, type Batch } from './open-batch.ts'

type Publish<T> = (this: unknown, subject: string, payload?: Payload, options?: PublishOptions) => T

interface PublishOptions {
  readonly headers?: MsgHdrs
}

/**
 * Wraps a JetStream client's `startBatch`: each message of a batch has a span and a context of its
 * own, and the commit one that is linked to them all.
 */
export function tracedStartBatch(startBatch: Publish<Promise<object>>): Publish<Promise<object>> {
  return function (subject, payload, options) {
    const { nc } = this as { readonly nc?: unknown }
    const instrumentation = instrumentationOf(nc)
    if (!instrumentation) return startBatch.call(this, subject, payload, options)

    const batch = openBatch(instrumentation, subject)
    let publisher: Promise<object>
    try {
      publisher = sendMember(batch, { subject, payload, options }, (traced) =>
        startBatch.call(this, subject, payload, traced),
      )
    } catch (error) {
      return Promise.reject(error)
    }
    return watched(publisher, (made) => instrumentation.observe(() => rememberBatch(made, batch)))
  }
}

/** The batches that publishers of nats.js publish. */
const batches = new WeakMap<object, Batch>()
let isPatched = false

// The class of publishers has no public name, and is had with the first of them.
function rememberBatch(publisher: object, batch: Batch): void {
  batches.set(publisher, batch)
  if (isPatched) return
  isPatched = true
  wrapMethod(publisher, 'add', tracedAdd)
  wrapMethod(publisher, 'commit', tracedCommit)
}

function tracedAdd(add: Publish<unknown>): Publish<unknown> {
  return function (subject, payload, options) {
    const batch = batches.get(this as object)
    if (!batch) return add.call(this, subject, payload, options)
    return sendMember(batch, { subject, payload, options }, (traced) =>
      add.call(this, subject, payload, traced),
    )
  }
}

function tracedCommit(commit: Publish<Promise<BatchAck>>): Publish<Promise<BatchAck>> {
  return function (subject, payload, options) {
    const batch = batches.get(this as object)
    if (!batch) return commit.call(this, subject, payload, options)

    const ack = sendMember(batch, { subject, payload, options }, (traced) =>
      commit.call(this, subject, payload, traced),
    )
    return batch.commit(ack)
  }
}

interface Member {
  readonly subject: string
  readonly payload: Payload | undefined
  readonly options: PublishOptions | undefined
}

/** Sends one message of a batch; it ends with the stream's answer, if it is asked for one. */
function sendMember<T>(
  batch: Batch,
  { subject, payload, options }: Member,
  publish: (options: PublishOptions | undefined) => T,
): T {
  const headers = options?.headers
  const send = startSend(batch.instrumentation, { operation: 'publish', subject, payload, headers })
  if (!send) return publish(options)

  batch.add(send)
  try {
    return endWith(send, publish({ ...options, ...(send.headers && { headers: send.headers }) }))
  } catch (error) {
    failSend(send, error)
    throw error
  }
}

function endWith<T>(send: Send, result: T): T {
  if (!(result instanceof Promise)) {
    endSend(send)
    return result
  }
  const sent: Promise<unknown> = watched(
    result,
    () => endSend(send),
    (error) => failSend(send, error),
  )
  return sent as T
}
