import type { JetStreamPublishOptions, PubAck } from '@nats-io/jetstream'
import type { Payload } from '@nats-io/nats-core'
import { ATTRIBUTE } from '../attributes.ts'
import { instrumentationOf } from '../instrumentation.ts'
import { isTracedSend } from '../is-traced-send.ts'
import { endSend, failSend, startSend, type Send } from '../send.ts'

type Publish = (
  this: unknown,
  subject: string,
  payload?: Payload,
  options?: Partial<JetStreamPublishOptions>,
) => Promise<PubAck>

/** Wraps a JetStream client's `publish`: the span ends when the stream has acknowledged the message. */
export function tracedPublish(publish: Publish): Publish {
  return async function (subject, payload, options) {
    const send = startPublish(this, subject, payload, options)
    if (!send) return publish.call(this, subject, payload, options)

    const traced = { ...options, ...(send.headers && { headers: send.headers }) }
    let ack: PubAck
    try {
      ack = await publish.call(this, subject, payload, traced)
    } catch (error) {
      failSend(send, error)
      throw error
    }
    recordAck(send, ack)
    return ack
  }
}

function startPublish(
  client: unknown,
  subject: string,
  payload: Payload | undefined,
  options: Partial<JetStreamPublishOptions> | undefined,
): Send | undefined {
  const instrumentation = instrumentationOf((client as { readonly nc?: unknown }).nc)
  if (!instrumentation) return undefined
  try {
    if (!isTracedSend(instrumentation, subject, payload, options?.headers)) return undefined

    const send = startSend(instrumentation, 'publish', subject, options?.headers)
    if (options?.msgID) send.span.setAttribute(ATTRIBUTE.messageId, options.msgID)
    return send
  } catch (error) {
    instrumentation.onError(error)
    return undefined
  }
}

function recordAck(send: Send, { stream, seq, duplicate }: PubAck): void {
  endSend(send, {
    [ATTRIBUTE.streamName]: stream,
    [ATTRIBUTE.streamSequence]: seq,
    ...(duplicate && { [ATTRIBUTE.publishDuplicate]: true }),
  })
}
