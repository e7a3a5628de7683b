import type { Context } from '@opentelemetry/api'
import type { Process } from './process-span.ts'

/** Messages of an instrumented connection, as nats.js gave them. */
export interface TracedMessages {
  /** The iterator of nats.js. */
  iterate(): AsyncIterator<unknown>
  /** Starts the span of one of them, which `ambient` asked for; nothing if it is not traced. */
  start(message: object, ambient: Context): Process | undefined
}

/** What is known of an object to loop over; nothing if it is not of an instrumented connection. */
export function tracedMessages(messages: object): TracedMessages | undefined {
  return known.get(messages)
}

/** Remembers an object to loop over for as long as the application has it. */
export function rememberMessages(messages: object, traced: TracedMessages): void {
  known.set(messages, traced)
}

const known = new WeakMap<object, TracedMessages>()
