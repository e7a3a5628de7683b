import type { Attributes } from '@opentelemetry/api'
import { ATTRIBUTE } from './attributes.ts'

/** What a message of a stream tells of its delivery. */
export interface Delivery {
  readonly stream: string
  /** All but the stream's name, which is the same for most messages. */
  readonly attributes: Attributes
}

/**
 * Reads the subject on which a message of a stream is acknowledged; nothing for any other subject.
 *
 * It is `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<pending>`, and
 * newer servers put `<domain>.<account hash>` before the stream and a random token last (ADR-15).
 */
export function parseDelivery(replySubject: string | undefined): Delivery | undefined {
  if (!replySubject?.startsWith('$JS.ACK.')) return undefined

  const dots = dotsOf(replySubject)
  const isNew = dots.length >= 10
  const stream = isNew ? 4 : 2
  if (dots.length < stream + 6) return undefined

  const domain = isNew ? tokenAt(replySubject, dots, 2) : '_'
  return {
    stream: tokenAt(replySubject, dots, stream),
    attributes: {
      [ATTRIBUTE.deliveryCount]: numberAt(replySubject, dots, stream + 2),
      [ATTRIBUTE.streamSequence]: numberAt(replySubject, dots, stream + 3),
      [ATTRIBUTE.consumerSequence]: numberAt(replySubject, dots, stream + 4),
      [ATTRIBUTE.consumerPending]: numberAt(replySubject, dots, stream + 6),
      ...(domain !== '_' && { [ATTRIBUTE.domain]: domain }),
    },
  }
}

// To split it would make a text of each token, for every message.
function dotsOf(subject: string): readonly number[] {
  const dots: number[] = []
  for (let at = subject.indexOf('.'); at >= 0; at = subject.indexOf('.', at + 1)) dots.push(at)
  return dots
}

function tokenAt(subject: string, dots: readonly number[], index: number): string {
  return subject.slice((dots[index - 1] ?? -1) + 1, dots[index])
}

// Whoever can publish can name such a subject: what is no number is left out.
function numberAt(subject: string, dots: readonly number[], index: number): number | undefined {
  const end = dots[index] ?? subject.length
  let number = 0
  for (let at = (dots[index - 1] ?? -1) + 1; at < end; at++) {
    const digit = subject.charCodeAt(at) - ZERO
    if (digit < 0 || digit > 9) return undefined
    number = number * 10 + digit
  }
  return number
}

const ZERO = 0x30
