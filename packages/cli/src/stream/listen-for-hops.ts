import { HOPS_SUBJECT } from '@hopscope/telemetry'
import type { NatsConnection } from '@nats-io/nats-core'
import { setTimeout } from 'node:timers/promises'

/** Hears the hops of which servers tell, from now on. */
export interface HopListener extends Disposable {
  /** The subject at which a hop of the trace came; `undefined` if none does in time. */
  of(traceId: string, timeoutMs: number): Promise<string | undefined>
}

/** Begins to listen; a user who may not read hops hears none. */
export function listenForHops(connection: NatsConnection): HopListener {
  const seen: { readonly subject: string; readonly text: string }[] = []
  const subscriptions = [HOPS_SUBJECT, `${HOPS_SUBJECT}.>`].map((subject) =>
    connection.subscribe(subject, {
      callback: (error, message) => {
        if (error) return
        seen.push({ subject: message.subject, text: message.string() })
      },
    }),
  )
  return {
    of: async (traceId, timeoutMs) => {
      const deadline = Date.now() + timeoutMs
      for (;;) {
        const hop = seen.find(({ text }) => text.includes(traceId))
        if (hop !== undefined || Date.now() >= deadline) return hop?.subject
        await setTimeout(POLL_MS)
      }
    },
    [Symbol.dispose]: () => {
      for (const subscription of subscriptions) subscription.unsubscribe()
    },
  }
}

const POLL_MS = 10
