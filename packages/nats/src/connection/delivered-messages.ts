import type { Context } from '@opentelemetry/api'
import type { Instrumentation } from './instrumentation.ts'

/** What is known of a message that an instrumented connection handed over. */
export interface DeliveredMessage {
  readonly instrumentation: Instrumentation
  /** The context that its handler runs in. */
  readonly context: Context
}

/** What is known of `message`; nothing for one that was delivered otherwise. */
export function deliveredMessage(message: object): DeliveredMessage | undefined {
  return Delivered.get(message)
}

/** Remembers a message for as long as the application has it. */
export function rememberDelivered(message: object, known: DeliveredMessage): void {
  Delivered.set(message, known)
}

/** Lets the constructor of a class work on an object that there is already, and makes none of its own. */
// oxlint-disable-next-line typescript/no-extraneous-class -- a function cannot be extended in TypeScript
class Existing extends null {
  constructor(object: object) {
    return object
  }
}

/**
 * A message with a private field of ours, which nobody else can see.
 *
 * A weak map does the same for ten times as much: of every message, and of each collection of garbage.
 */
class Delivered extends Existing {
  #known: DeliveredMessage

  private constructor(message: object, known: DeliveredMessage) {
    super(message)
    this.#known = known
  }

  static get(message: object): DeliveredMessage | undefined {
    return #known in message ? message.#known : undefined
  }

  static set(message: object, known: DeliveredMessage): void {
    if (#known in message) message.#known = known
    else void new Delivered(message, known)
  }
}
