let depth = 0

/**
 * Runs `work`, in which nats.js subscribes for itself: to the reply of a request, or to what a
 * consumer delivers. The messages are traced where the application gets them.
 */
export function withOwnSubscriptions<T>(work: () => T): T {
  depth++
  try {
    return work()
  } finally {
    depth--
  }
}

/** Whether nats.js is subscribing for itself right now. */
export function isOwnSubscription(): boolean {
  return depth > 0
}
