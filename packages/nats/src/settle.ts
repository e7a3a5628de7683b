import type { Payload } from '@nats-io/nats-core'
import { SpanStatusCode, type Attributes } from '@opentelemetry/api'
import { ATTRIBUTE } from './attributes.ts'
import type { Instrumentation } from './instrumentation.ts'

/**
 * Records what the application told the server about a message of a stream, as an event of the span
 * that handles the message: `ack`, `nak`, `term` or `in_progress`.
 *
 * A nak or a term makes the span one that failed, with `error.type` saying which.
 */
export function recordSettlement(
  { unsettled }: Instrumentation,
  replySubject: string,
  payload: Payload | undefined,
): void {
  const span = unsettled.get(replySubject)
  if (!span) return

  const { name, attributes } = parseSettlement(payload)
  span.addEvent(name, attributes)
  if (name !== 'nak' && name !== 'term') return

  span.setAttribute(ATTRIBUTE.errorType, name)
  span.setStatus({ code: SpanStatusCode.ERROR })
}

interface Settlement {
  readonly name: 'ack' | 'nak' | 'term' | 'in_progress'
  readonly attributes: Attributes
}

// The words of the JetStream protocol: +ACK, +NXT, -NAK {"delay":ns}, +TERM reason, +WPI; nothing is an ack.
function parseSettlement(payload: Payload | undefined): Settlement {
  const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload)
  const rest = text.slice(text.indexOf(' ') + 1 || text.length)
  if (text.startsWith('-NAK')) return { name: 'nak', attributes: nakAttributes(rest) }
  if (text.startsWith('+WPI')) return { name: 'in_progress', attributes: {} }
  if (text.startsWith('+TERM')) {
    return { name: 'term', attributes: rest === '' ? {} : { [ATTRIBUTE.settleReason]: rest } }
  }
  return { name: 'ack', attributes: {} }
}

function nakAttributes(options: string): Attributes {
  const delayNanos = Number(/"delay":\s*(\d+)/.exec(options)?.[1] ?? 0)
  return delayNanos === 0 ? {} : { [ATTRIBUTE.settleDelayMs]: delayNanos / 1e6 }
}
