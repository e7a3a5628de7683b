import type { Instrumentation } from '../connection/instrumentation.ts'
import type { ReceivedMessage, Settlement } from '../connection/hooks.ts'
import { tracedPublish } from '../send/publish.ts'
import { startSettlement } from '../settle/start-settlement.ts'
import type { PublishOptions } from '../wire/direct-publish.ts'

/**
 * Traces what is sent by a message itself, a reply or an ack, where nothing else sees it: nats.js
 * sends it past the connection, and past us where its protocol handler is not what it was.
 */
export function traceAnswers(instrumentation: Instrumentation, message: ReceivedMessage): void {
  const { reply } = message
  if (!reply) return
  traceRespond(instrumentation, message, reply)
  traceSettle(instrumentation, message, reply)
}

/** The methods of messages that send: `respond` of core NATS, the others of streams. */
interface Answerable extends ReceivedMessage {
  respond?: (payload?: Uint8Array | string, options?: PublishOptions) => boolean
  ack?: () => void
  nak?: (delayMs?: number) => void
  term?: (reason?: string) => void
  working?: () => void
}

function traceRespond(instrumentation: Instrumentation, message: Answerable, reply: string): void {
  const respond = message.respond?.bind(message)
  if (!respond) return
  const publish = tracedPublish(instrumentation, (_, payload, options) => {
    respond(payload, options)
  })
  message.respond = (payload, options) => {
    publish(reply, payload, options)
    return true
  }
}

function traceSettle(instrumentation: Instrumentation, message: Answerable, reply: string): void {
  const ack = message.ack?.bind(message)
  const nak = message.nak?.bind(message)
  const term = message.term?.bind(message)
  const working = message.working?.bind(message)

  if (ack) message.ack = () => settle({ kind: 'ack' }, ack)
  if (nak) {
    message.nak = (delayMs) =>
      settle({ kind: 'nak', ...(delayMs && { delayMs }) }, () => nak(delayMs))
  }
  if (term) {
    message.term = (reason) =>
      settle({ kind: 'term', ...(reason && { reason }) }, () => term(reason))
  }
  if (working) message.working = () => settle({ kind: 'in_progress' }, working)

  function settle(settlement: Settlement, work: () => void): void {
    const started = startSettlement(instrumentation, {
      replySubject: reply,
      settlement: () => settlement,
      isAwaited: false,
    })
    work()
    started?.end()
  }
}
