import { deliveredMessage } from '../connection/delivered-messages.ts'
import { watched } from '../connection/watched.ts'
import { runSettleHook } from './start-settlement.ts'
import { startSettlementSpan, type SettlementSpan } from './settlement-span.ts'

/**
 * Makes `ackAck` of messages like `message` a span, since it waits for the server.
 *
 * Messages of streams are made out of reach, so their prototype is wrapped, once; messages of
 * connections that are not instrumented get the method of nats.js (decision 007).
 */
export function traceAckAck(message: object): void {
  const prototype: { ackAck?: AckAck } = Object.getPrototypeOf(message)
  if (wrapped.has(prototype)) return
  wrapped.add(prototype)

  const { ackAck } = prototype
  if (typeof ackAck !== 'function') return
  prototype.ackAck = function (this: Settleable, ...args) {
    const settlement = start(this)
    const answer = ackAck.apply(this, args)
    if (!settlement) return answer
    return watched(
      answer,
      () => settlement.end(),
      (error) => settlement.end(error),
    )
  }
}

type AckAck = (this: Settleable, ...args: unknown[]) => Promise<boolean>

interface Settleable {
  readonly reply?: string
  readonly didAck?: boolean
}

const wrapped = new WeakSet<object>()

function start(message: Settleable): SettlementSpan | undefined {
  const known = deliveredMessage(message)
  // A message that was settled already sends nothing.
  if (!known || !message.reply || message.didAck === true) return undefined

  const { instrumentation, context } = known
  try {
    const started = startSettlementSpan(instrumentation, {
      operation: 'ack_ack',
      replySubject: message.reply,
      hasSpan: true,
      parent: context,
      attributes: {},
    })
    runSettleHook(instrumentation, started.span, { kind: 'ack' })
    return started
  } catch (error) {
    instrumentation.failed(error)
    return undefined
  }
}
