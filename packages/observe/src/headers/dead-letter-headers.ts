import { sanitizeHeaderValue } from './sanitize-header-value.ts'

/** Why a message was given up, and where it came from. */
export interface DeadLetterInfo {
  /** The message of the last error. */
  readonly reason: string
  /** The subject to which the message was published at first. */
  readonly subject: string
  /** The stream that delivered it. */
  readonly stream: string
  /** When the last delivery failed. */
  readonly failedAt: Date
  /** How often it was delivered, the last time included. */
  readonly deliveryCount: number
}

/**
 * The five headers that a dead letter has beside those of the original.
 *
 * They can always be sent: `reason` is cut at 1024 bytes and has no control characters, and a date
 * or a count that is none is left out.
 */
export function deadLetterHeaders(
  info: DeadLetterInfo,
): readonly (readonly [name: string, value: string])[] {
  const { reason, subject, stream, failedAt, deliveryCount } = info
  const headers: (readonly [name: string, value: string])[] = [
    ['x-dead-letter-reason', sanitizeHeaderValue(reason)],
    ['x-original-subject', sanitizeHeaderValue(subject, Infinity)],
    ['x-original-stream', sanitizeHeaderValue(stream, Infinity)],
  ]
  if (!Number.isNaN(failedAt.getTime())) headers.push(['x-failed-at', failedAt.toISOString()])
  if (isCount(deliveryCount)) headers.push(['x-delivery-count', String(deliveryCount)])
  return headers
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
