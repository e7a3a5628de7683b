import type { JetStreamPublishOptions, PubAck } from '@nats-io/jetstream'
import type { Payload } from '@nats-io/nats-core'
import type { Attributes } from '@opentelemetry/api'
import { instrumentationOf } from '../connection/instrumentation.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import { parseStoredSubject } from '../names/stored-subject.ts'
import { endSend, failSend, type Send } from '../send/send.ts'
import { startSend } from '../send/start-send.ts'
import { storedSend } from '../names/stored-send.ts'

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
    endSend(send, ackAttributes(subject, ack))
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

  const { headers, msgID } = options ?? {}
  const stored = storedSend(subject, headers)
  const operation = stored?.operation ?? 'publish'
  const attributes = {
    ...(msgID && { [ATTRIBUTE.messageId]: msgID }),
    ...stored?.attributes,
  }
  return startSend(instrumentation, { operation, subject, payload, headers, attributes })
}

function ackAttributes(subject: string, { stream, seq, duplicate, domain }: PubAck): Attributes {
  return {
    [ATTRIBUTE.streamName]: stream,
    [ATTRIBUTE.streamSequence]: seq,
    ...(parseStoredSubject(subject)?.kind === 'kv' && { [ATTRIBUTE.kvRevision]: seq }),
    ...(domain && { [ATTRIBUTE.domain]: domain }),
    ...(duplicate && { [ATTRIBUTE.publishDuplicate]: true }),
  }
}
