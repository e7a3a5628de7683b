import type { JetStreamPublishOptions, PubAck } from '@nats-io/jetstream'
import type { Payload } from '@nats-io/nats-core'
import type { Attributes } from '@opentelemetry/api'
import { instrumentationOf } from '../connection/instrumentation.ts'
import { watched } from '../connection/watched.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import { parseStoredSubject } from '../names/stored-subject.ts'
import { asItIs } from '../send/as-it-is.ts'
import { endSend, failSend } from '../send/end-send.ts'
import type { Send } from '../send/send.ts'
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
    if (!send) return asItIs(options, () => publish.call(this, subject, payload, options))

    const { headers } = send
    const traced = headers ? { ...options, headers } : options
    const open = send
    return watched(
      publish.call(this, subject, payload, traced),
      (ack) => endSend(open, ackAttributes(subject, ack)),
      (error) => failSend(open, error),
    )
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

  const { headers, msgID, expect } = options ?? {}
  const stored = storedSend(subject, headers)
  const operation = stored?.operation ?? 'publish'
  const attributes = {
    ...(msgID && { [ATTRIBUTE.messageId]: msgID }),
    ...stored?.attributes,
  }
  const laterBytes = msgID || expect ? bytesOf(msgID, expect) : 0
  return startSend(instrumentation, {
    operation,
    subject,
    payload,
    headers,
    attributes,
    laterBytes,
  })
}

// nats.js makes headers of these. A character is 3 bytes at the most, and a name 40 of them.
function bytesOf(msgID = '', expect: object = {}): number {
  const values = [msgID, ...Object.values(expect).map(String)]
  return values.reduce((bytes, value) => bytes + value.length * 3 + LONGEST_NAME, 0)
}

const LONGEST_NAME = 40

function ackAttributes(subject: string, { stream, seq, duplicate, domain }: PubAck): Attributes {
  return {
    [ATTRIBUTE.streamName]: stream,
    [ATTRIBUTE.streamSequence]: seq,
    ...(parseStoredSubject(subject)?.kind === 'kv' && { [ATTRIBUTE.kvRevision]: seq }),
    ...(domain && { [ATTRIBUTE.domain]: domain }),
    ...(duplicate && { [ATTRIBUTE.publishDuplicate]: true }),
  }
}
