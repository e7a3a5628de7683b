import type { MessageKind } from '@hopscope/nats/transport'
import type { MessageHandler } from '@nestjs/microservices'
import { NestTransportError } from '../nest-transport-error.ts'

/** What an `@EventPattern` says of its messages besides the pattern; one of them at most. */
export interface EventExtras {
  /** Every service gets the message, one instance of each. */
  readonly broadcast?: boolean
  /** Every instance gets all messages, in order. */
  readonly ordered?: boolean
}

/** The handlers of an application, by kind and pattern. */
export class HandlerRegistry {
  readonly #handlers = new Map<MessageKind, Map<string, MessageHandler[]>>()

  /**
   * Events have all the handlers that were added; a command has one, the last, as Nest has it.
   *
   * @throws {@link NestTransportError} HANDLER_INVALID if it is for a broadcast and in order
   */
  add(pattern: string, handler: MessageHandler, isEvent: boolean, extras: EventExtras): void {
    const kind = isEvent ? kindOf(pattern, extras) : 'rpc'
    const patterns = this.#handlers.get(kind) ?? new Map<string, MessageHandler[]>()
    const others = isEvent ? (patterns.get(pattern) ?? []) : []
    this.#handlers.set(kind, patterns.set(pattern, [...others, handler]))
  }

  /** What `serve` makes of the handlers of each pattern of a kind, as a service takes it. */
  map<H>(kind: MessageKind, serve: (handlers: readonly MessageHandler[]) => H): Record<string, H> {
    const patterns = this.#handlers.get(kind) ?? []
    return Object.fromEntries(
      Array.from(patterns, ([pattern, handlers]) => [pattern, serve(handlers)]),
    )
  }
}

function kindOf(pattern: string, { broadcast, ordered }: EventExtras): MessageKind {
  if (broadcast && ordered) {
    throw new NestTransportError('HANDLER_INVALID', `${pattern} is both broadcast and ordered`, {
      hint: 'leave one of the two out of the extras of @EventPattern',
    })
  }
  if (broadcast) return 'broadcast'
  return ordered ? 'ordered' : 'event'
}
