import type { Instrumentation } from '../connection/instrumentation.ts'
import type { Process } from '../receive/process-span.ts'

/** The handling of a message that ends by other means than its handler. */
export interface Kept {
  /** Ends its span; a second call changes nothing. */
  end(): void
  /** Begins the time anew after which it ends by itself. */
  extend(): void
}

/** Ends a message's span after `maxOpenMs` or when the connection is closed, if nothing did before. */
export function keepOpen(
  instrumentation: Instrumentation,
  process: Process,
  maxOpenMs: number,
): Kept {
  const messages = openMessagesOf(instrumentation)
  let timer = startTimer()
  const kept = { end, extend }
  messages.add(kept)
  return kept

  function startTimer(): object | number {
    const started: object | number = setTimeout(end, maxOpenMs)
    // A process is not to wait for it.
    if (typeof started === 'object' && 'unref' in started) (started as NodeJS.Timeout).unref()
    return started
  }

  function extend(): void {
    clearTimeout(timer as NodeJS.Timeout)
    if (messages.has(kept)) timer = startTimer()
  }

  function end(): void {
    clearTimeout(timer as NodeJS.Timeout)
    messages.delete(kept)
    process.end()
  }
}

function openMessagesOf(instrumentation: Instrumentation): Set<Kept> {
  const known = openMessages.get(instrumentation)
  if (known) return known

  const messages = new Set<Kept>()
  openMessages.set(instrumentation, messages)
  const endAll = (): void => {
    for (const message of messages) message.end()
  }
  instrumentation.connection.closed().then(endAll, endAll)
  return messages
}

const openMessages = new WeakMap<Instrumentation, Set<Kept>>()
