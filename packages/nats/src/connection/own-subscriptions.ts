import type { ReceivedMessage } from './hooks.ts'

/** Hands a message to the callback of a subscription, which is what `call` does. */
export type Deliver = (message: ReceivedMessage, call: () => unknown) => void

/**
 * Runs `work`, in which nats.js subscribes for itself: to the reply of a request, or to what a
 * consumer delivers. The messages are traced where the application gets them, or by `deliver`.
 */
export function withOwnSubscriptions<T>(work: () => T, deliver: Deliver = callAlone): T {
  const outer = current
  current = deliver
  try {
    return work()
  } finally {
    current = outer
  }
}

/** How messages are handed over, if nats.js is subscribing for itself right now. */
export function ownSubscriptions(): Deliver | undefined {
  return current
}

let current: Deliver | undefined

const callAlone: Deliver = (_, call) => call()
