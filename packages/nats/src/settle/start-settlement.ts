import { trace, type Attributes, type Span } from '@opentelemetry/api'
import type { Settlement } from '../connection/hooks.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { runHook } from '../connection/run-hook.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import { startSettlementSpan, type SettlementSpan } from './settlement-span.ts'

/** A message that is sent to acknowledge another, or the like. */
export interface OutgoingSettlement {
  /** The subject it is sent to, on which the message is acknowledged. */
  readonly replySubject: string
  readonly settlement: () => Settlement
  /** Whether the application waits for the server's answer; that is a span of its own. */
  readonly isAwaited: boolean
}

/**
 * Records what the application tells the server about a message of a stream: as an event of the span
 * that handles the message, or as a span of its own, as the option `settle` has it.
 *
 * A nak or a term makes the span that handles the message one that failed, with `error.type` saying
 * which. Nothing if there is no more to record when it is sent, and if recording fails.
 */
export function startSettlement(
  instrumentation: Instrumentation,
  { replySubject, settlement: read, isAwaited }: OutgoingSettlement,
): SettlementSpan | undefined {
  try {
    const settlement = read()
    const handling = instrumentation.unsettled.get(replySubject)
    const isSpan = instrumentation.settings.settle === 'spans'
    const started =
      // An ackAck has a span and a measure of its own.
      !isAwaited && (isSpan || instrumentation.measure.startMs() !== 0)
        ? startSettlementSpan(instrumentation, {
            operation: settlement.kind,
            replySubject,
            hasSpan: isSpan,
            parent: handling?.context,
            attributes: attributesOf(settlement),
          })
        : undefined

    const handlingSpan = handling && trace.getSpan(handling.context)
    if (!isSpan) handlingSpan?.addEvent(settlement.kind, attributesOf(settlement))
    if (!isAwaited) runSettleHook(instrumentation, started?.span ?? handlingSpan, settlement)
    if (settlement.kind === 'nak' || settlement.kind === 'term') handling?.fail(settlement.kind)
    if (settlement.kind !== 'in_progress') {
      instrumentation.unsettled.settled(replySubject)
      handling?.settled?.()
    } else {
      handling?.extended?.()
    }
    return started
  } catch (error) {
    instrumentation.failed(error)
    return undefined
  }
}

/** Calls the application's hook for a settlement. */
export function runSettleHook(
  instrumentation: Instrumentation,
  span: Span | undefined,
  settlement: Settlement,
): void {
  const { settle } = instrumentation.settings.hooks
  if (span && settle) runHook(instrumentation, span, () => settle(span, settlement))
}

function attributesOf({ delayMs, reason }: Settlement): Attributes {
  return {
    ...(delayMs !== undefined && { [ATTRIBUTE.settleDelayMs]: delayMs }),
    ...(reason !== undefined && { [ATTRIBUTE.settleReason]: reason }),
  }
}
