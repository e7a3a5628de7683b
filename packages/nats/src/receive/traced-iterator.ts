import { addValue } from '@hopscope/observe'
import { context, createContextKey, type Context } from '@opentelemetry/api'
import { attach } from './attach.ts'
import type { Process } from './process-span.ts'

/**
 * An iterator over the same messages, whose `for await` bodies run in the context of their message.
 *
 * A loop reads `value` of each result in its own continuation, right before its body: what is
 * attached there is active in the body and in all it starts, and nowhere else. A message's span ends
 * when its loop asks for the next one; several loops may share the iterator. `start` gives nothing
 * for a message that is not traced; `ambient` is the context of the loop.
 */
export function tracedIterator<T>(
  messages: AsyncIterator<T>,
  start: (message: T, ambient: Context) => Process | undefined,
): AsyncIterableIterator<T> {
  const open = new Set<Visit>()

  const iterator: AsyncIterableIterator<T> & { return(): Promise<unknown> } = {
    async next() {
      leave()
      // What is active now is the loop's own, with the last message's context taken off.
      const ambient = context.active()
      const result = await messages.next()
      if (result.done) return result

      const process = start(result.value, ambient)
      return process ? new VisitedMessage(result.value, enter(process)) : result
    },
    // A loop that throws comes here too, and does not say what it threw.
    async return(value?: unknown) {
      leave()
      return (await messages.return?.(value)) ?? { done: true, value: undefined }
    },
    async throw(error?: unknown) {
      leave(error)
      if (messages.throw) return messages.throw(error)
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
  // As the generators of Node 24 have it.
  const dispose = async (): Promise<void> => void (await iterator.return())
  return Symbol.asyncDispose in messages
    ? Object.assign(iterator, { [Symbol.asyncDispose]: dispose })
    : iterator

  function enter(process: Process): Visit {
    const visit = new Visit(process, open)
    open.add(visit)
    return visit
  }

  // The active context tells which of several loops asks. It is another one when the value was not
  // read, nothing keeps contexts, or something stands in between: then the oldest message is done.
  function leave(error?: unknown): void {
    const own = visitIn(context.active(), open)
    if (own?.outer) attach(own.outer)

    const [oldest] = open
    const visit = own ?? oldest
    if (visit && open.delete(visit)) visit.process.end(error)
  }
}

/** A message that a loop was given. */
class Visit {
  readonly process: Process
  /** Those of the same iterator that have not ended. */
  readonly others: Set<Visit>
  /** The context of the message, which tells of the visit. */
  readonly context: Context
  /** What was active before. */
  outer: Context | undefined = undefined

  constructor(process: Process, others: Set<Visit>) {
    this.process = process
    this.others = others
    this.context = addValue(process.context, VISIT, this)
  }
}

const VISIT = createContextKey('@hopscope/nats visit of a loop')

/** The visit whose context is active, if it is one of that iterator's. */
function visitIn(active: Context, others: Set<Visit>): Visit | undefined {
  const visit = active.getValue(VISIT) as Visit | undefined
  return visit?.context === active && visit.others === others ? visit : undefined
}

class VisitedMessage<T> implements IteratorYieldResult<T> {
  readonly done = false
  readonly #message: T
  readonly #visit: Visit

  constructor(message: T, visit: Visit) {
    this.#message = message
    this.#visit = visit
  }

  get value(): T {
    this.#visit.outer ??= context.active()
    attach(this.#visit.context)
    return this.#message
  }
}
