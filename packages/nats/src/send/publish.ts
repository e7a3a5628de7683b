import type { Payload } from '@nats-io/nats-core'
import { context, type SpanContext } from '@opentelemetry/api'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { isIngestControl } from '../names/own-subjects.ts'
import { isInjected } from '../headers/index.ts'
import { isRequestForNext, parseSettlement } from '../settle/parse-settlement.ts'
import { startSettlement } from '../settle/start-settlement.ts'
import { directPublish, type Publish, type PublishOptions } from '../wire/direct-publish.ts'
import { REPLY_SUBJECT } from './reply-subject.ts'
import { endSend, failSend } from './end-send.ts'
import type { Send } from './send.ts'
import { startSend } from './start-send.ts'

/**
 * Wraps the choke point: no message of the application leaves without the context of its own span.
 *
 * @param publish that of the protocol handler, or what is left where there is none
 * @param handler the protocol handler
 */
export function tracedPublish(
  instrumentation: Instrumentation,
  publish: Publish,
  handler: object = NO_HANDLER,
): Publish {
  const publishTraced = directPublish(handler, publish)
  return (subject, payload, options) => {
    // nats.js says what is wrong with one that is no text.
    if (typeof subject !== 'string') return publish(subject, payload, options)

    if (subject.startsWith(ACK_PREFIX)) {
      settle(subject, payload, options)
      return
    }
    const send = startPublish(instrumentation, subject, payload, options)
    if (!send) {
      // What another of ours has begun goes the same way.
      if (isInjected(options?.headers)) publishTraced(subject, payload, options)
      else publish(subject, payload, options)
      return
    }
    try {
      const spanContext = options?.headers ? undefined : injectable(send)
      if (spanContext) publishTraced(subject, payload, options, spanContext)
      else publishTraced(subject, payload, withHeaders(options, send))
    } catch (error) {
      failSend(send, error)
      throw error
    }
    endSend(send)
  }

  function settle(
    subject: string,
    payload: Payload | undefined,
    options: PublishOptions | undefined,
  ): void {
    const settlement = startSettlement(instrumentation, {
      replySubject: subject,
      settlement: () => parseSettlement(payload),
      isAwaited: options?.reply !== undefined && !isRequestForNext(payload),
    })
    try {
      publishTraced(subject, payload, options)
    } catch (error) {
      settlement?.end(error)
      throw error
    }
    settlement?.end()
  }
}

const NO_HANDLER = {}
const ACK_PREFIX = '$JS.ACK.'

function startPublish(
  instrumentation: Instrumentation,
  subject: string,
  payload: Payload | undefined,
  options: PublishOptions | undefined,
): Send | undefined {
  if (options?.reply && isIngestControl(options.reply)) return undefined

  const headers = options?.headers
  const active = context.active()
  const isReply =
    instrumentation.nameOf(subject).isTemporary || active.getValue(REPLY_SUBJECT) === subject
  const operation = isReply ? 'reply' : 'publish'
  return startSend(instrumentation, { operation, subject, payload, headers, isReply, active })
}

// Headers are not worth making for the one that nearly every message has.
function injectable({ instrumentation, context }: Send): SpanContext | undefined {
  try {
    return instrumentation.propagation.injectable(context)
  } catch (error) {
    instrumentation.failed(error)
    return undefined
  }
}

function withHeaders(options: PublishOptions | undefined, { headers }: Send): PublishOptions {
  return headers ? { ...options, headers } : { ...options }
}
