import type { Payload } from '@nats-io/nats-core'
import type { Settlement } from '../connection/hooks.ts'

/**
 * Reads what an application tells a stream, in the words of the JetStream protocol: `+ACK`, `+NXT`,
 * `-NAK {"delay":nanoseconds}`, `+TERM reason`, `+WPI`. Nothing at all is an ack too.
 */
export function parseSettlement(payload: Payload | undefined): Settlement {
  if (payload === undefined || isAck(payload)) return ACK

  const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload)
  const rest = text.slice(text.indexOf(' ') + 1 || text.length)
  if (text.startsWith('-NAK')) return { kind: 'nak', ...delayOf(rest) }
  if (text.startsWith('+WPI')) return { kind: 'in_progress' }
  if (text.startsWith('+TERM')) return { kind: 'term', ...(rest !== '' && { reason: rest }) }
  return ACK
}

/** Whether it asks for the next message, which comes to the reply subject: nobody waits for an answer. */
export function isRequestForNext(payload: Payload | undefined): boolean {
  const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload)
  return text.startsWith('+NXT')
}

/** That of nearly every message. */
const ACK: Settlement = { kind: 'ack' }

function isAck(payload: Payload): boolean {
  if (typeof payload === 'string') return payload === '+ACK'
  return payload.length === 4 && payload[0] === 0x2b && payload[1] === 0x41
}

function delayOf(options: string): Pick<Settlement, 'delayMs'> {
  const delayNanos = Number(/"delay":\s*(\d+)/.exec(options)?.[1] ?? 0)
  return delayNanos === 0 ? {} : { delayMs: delayNanos / 1e6 }
}
