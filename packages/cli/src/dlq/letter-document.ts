import type { StoredDeadLetter } from '@hopscope/nats/transport'

/** A dead letter as `--json` prints it; what its headers do not say is absent. */
export interface LetterDocument {
  readonly sequence: number
  /** The subject under which the stream has it. */
  readonly subject: string
  /** ISO 8601, to the nanosecond. */
  readonly storedAt: string
  readonly reason?: string
  readonly originalSubject?: string
  readonly originalStream?: string
  /** ISO 8601. */
  readonly failedAt?: string
  readonly deliveryCount?: number
  /** The trace of the original. */
  readonly traceId?: string
  /** The span that sent the original. */
  readonly spanId?: string
  /** Bytes of the payload. */
  readonly payloadBytes: number
}

/** What there is to say of a dead letter, but for its headers and payload. */
export function toLetterDocument(letter: StoredDeadLetter): LetterDocument {
  const { sequence, subject, storedAt, info, link, data } = letter
  return {
    sequence,
    subject,
    storedAt,
    ...(info.reason !== undefined && { reason: info.reason }),
    ...(info.subject !== undefined && { originalSubject: info.subject }),
    ...(info.stream !== undefined && { originalStream: info.stream }),
    ...(info.failedAt !== undefined && { failedAt: info.failedAt.toISOString() }),
    ...(info.deliveryCount !== undefined && { deliveryCount: info.deliveryCount }),
    ...(link !== undefined && { traceId: link.traceId, spanId: link.spanId }),
    payloadBytes: data.length,
  }
}
