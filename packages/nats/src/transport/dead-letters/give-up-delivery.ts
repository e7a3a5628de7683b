import type { JsMsg } from '@nats-io/jetstream'
import type { Delivery } from '../service/delivery.ts'
import { headersOf } from '../service/headers-of.ts'
import { settle } from '../service/settle.ts'
import { giveUp, type DeadLetterOffice } from './dead-letter-office.ts'

/** Gives up a message that was delivered to this service, as {@link giveUp} does. */
export function giveUpDelivery(
  office: DeadLetterOffice,
  { message, span }: Delivery<JsMsg>,
  error: Error,
): Promise<Error | undefined> {
  const { subject, data, info } = message
  return giveUp(office, {
    subject,
    headers: headersOf(message),
    data,
    stream: info.stream,
    sequence: info.streamSequence,
    storedAtMs: message.timestampNanos / 1_000_000n,
    deliveryCount: info.deliveryCount,
    error,
    span,
    settle: (settling) => settle(message, settling),
  })
}
