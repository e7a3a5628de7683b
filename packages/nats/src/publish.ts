import type { MsgHdrs, Payload } from '@nats-io/nats-core'
import { context } from '@opentelemetry/api'
import type { Instrumentation } from './instrumentation.ts'
import { isTracedSend } from './is-traced-send.ts'
import { REPLY_SUBJECT } from './process.ts'
import { endSend, failSend, startSend, type Send } from './send.ts'
import { recordSettlement } from './settle.ts'
import { isInbox } from './traced-subject.ts'

/** The one function through which nats.js sends every message, whichever API was called. */
export type Publish = (subject: string, payload?: Payload, options?: PublishOptions) => void

interface PublishOptions {
  readonly reply?: string
  readonly headers?: MsgHdrs
}

/** Wraps the choke point: no message of the application leaves without the context of its own span. */
export function tracedPublish(instrumentation: Instrumentation, publish: Publish): Publish {
  return (subject, payload, options) => {
    const send = startPublish(instrumentation, subject, payload, options)
    if (!send) return publish(subject, payload, options)

    try {
      publish(subject, payload, withHeaders(options, send))
    } catch (error) {
      failSend(send, error)
      throw error
    }
    endSend(send)
  }
}

function startPublish(
  instrumentation: Instrumentation,
  subject: string,
  payload: Payload | undefined,
  options: PublishOptions | undefined,
): Send | undefined {
  try {
    if (subject.startsWith('$JS.ACK.')) recordSettlement(instrumentation, subject, payload)
    if (!isTracedSend(instrumentation, subject, payload, options?.headers)) return undefined

    const operation = isReply(instrumentation, subject) ? 'reply' : 'publish'
    return startSend(instrumentation, operation, subject, options?.headers)
  } catch (error) {
    instrumentation.onError(error)
    return undefined
  }
}

function isReply(instrumentation: Instrumentation, subject: string): boolean {
  return (
    context.active().getValue(REPLY_SUBJECT) === subject ||
    isInbox(subject, instrumentation.inboxPrefix)
  )
}

function withHeaders(options: PublishOptions | undefined, { headers }: Send): PublishOptions {
  return headers ? { ...options, headers } : { ...options }
}
