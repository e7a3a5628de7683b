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
  return function (subject, payload, options) {
    let send: Send | undefined
    try {
      send = startPublish(this, subject, payload, options)
    } catch (error) {
      return Promise.reject(error)
    }
    if (!send) return publish.call(this, subject, payload, options)

    const { headers } = send
    const traced = headers ? { ...options, headers } : options
    return endWith(publish.call(this, subject, payload, traced), send, subject)
  }
}

// The very promise of nats.js is returned: another one would be made for every message, and be an
// unhandled rejection of its own where nobody waits.
function endWith(acked: Promise<PubAck>, send: Send, subject: string): Promise<PubAck> {
  acked.then(
    (ack) => endSend(send, ackAttributes(subject, ack)),
    (error: unknown) => failSend(send, error),
  )
  return acked
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
