import type { JsMsg } from '@nats-io/jetstream'
import type { InFlight } from './in-flight.ts'

/**
 * Tells the server every now and then which messages are still being handled, so that it does not
 * deliver them again; the returned function ends that.
 *
 * A message that is done soon costs nothing: none is told of that came less than `everyMs` ago.
 */
export function extendAcks(inFlight: InFlight<JsMsg>, everyMs: number): () => void {
  const timer: object | number = setInterval(() => {
    for (const message of inFlight.heldSince(performance.now() - everyMs)) extend(message)
  }, everyMs)
  // A process is not to wait for it.
  if (typeof timer === 'object' && 'unref' in timer) (timer as NodeJS.Timeout).unref()
  return () => clearInterval(timer as NodeJS.Timeout)
}

/** How often, in milliseconds, for a consumer that waits `ackWaitMs` for an ack: one may get lost. */
export function extensionIntervalMs(ackWaitMs: number): number {
  return Math.max(MIN_INTERVAL_MS, ackWaitMs / 4)
}

const MIN_INTERVAL_MS = 10

function extend(message: JsMsg): void {
  try {
    message.working()
  } catch {
    // The connection is closed: the server delivers the message again.
  }
}
