import type { Attributes } from '@opentelemetry/api'
import { ATTRIBUTE } from './attributes.ts'

/** What a message of a stream tells of its delivery. */
export interface Delivery {
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

  const tokens = replySubject.split('.')
  const from = tokens.length >= 11 ? 4 : 2
  const [stream, , delivered, streamSequence] = tokens.slice(from)
  if (stream === undefined || delivered === undefined || streamSequence === undefined) {
    return undefined
  }
  return {
    attributes: {
      [ATTRIBUTE.streamName]: stream,
      [ATTRIBUTE.deliveryCount]: Number(delivered),
      [ATTRIBUTE.streamSequence]: Number(streamSequence),
    },
  }
}
