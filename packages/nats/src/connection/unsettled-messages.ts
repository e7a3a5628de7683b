import type { Context } from '@opentelemetry/api'

/** The handling of a message of a stream, as far as its settlement needs to know it. */
export interface Handling {
  readonly context: Context
  /** Makes its span one that failed, for want of another error. */
  fail(errorType: string): void
  /** The application said its last word on the message. */
  settled?(): void
  /** The application asked for more time. */
  extended?(): void
}

/** The messages of streams that are being handled, by the subject on which each is acknowledged. */
export interface UnsettledMessages {
  add(replySubject: string, handling: Handling): void
  get(replySubject: string): Handling | undefined
  /** The message's handler is done. */
  handled(replySubject: string): void
  /** The application said its last word on the message. */
  settled(replySubject: string): void
}

/**
 * Messages are forgotten when their handler is done, for an event cannot be added to a span that has
 * ended; or, if `keepsHandled`, when they are settled, which may be later, and of the last 10 000.
 */
export function unsettledMessages(keepsHandled: boolean): UnsettledMessages {
  const messages = new Map<string, Handling>()
  // Most messages are settled and forgotten before the next one comes, and need no place in the map.
  let last: { readonly replySubject: string; readonly handling: Handling } | undefined

  return {
    add(replySubject, handling) {
      if (last && last.replySubject !== replySubject) remember(last.replySubject, last.handling)
      last = { replySubject, handling }
    },
    get: (replySubject) =>
      replySubject === last?.replySubject ? last.handling : messages.get(replySubject),
    handled(replySubject) {
      if (!keepsHandled) forget(replySubject)
    },
    settled(replySubject) {
      if (keepsHandled) forget(replySubject)
    },
  }

  function remember(replySubject: string, handling: Handling): void {
    messages.set(replySubject, handling)
    if (messages.size <= MAX_REMEMBERED) return
    const [oldest = ''] = messages.keys()
    messages.delete(oldest)
  }

  function forget(replySubject: string): void {
    if (replySubject === last?.replySubject) last = undefined
    else messages.delete(replySubject)
  }
}

// Of consumers that acknowledge nothing, no message is ever settled.
const MAX_REMEMBERED = 10_000
