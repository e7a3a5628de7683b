import type { MessageHandler } from '@nestjs/microservices'
import { isObservable, lastValueFrom, Observable, share, takeUntil } from 'rxjs'
import type { JetstreamContext } from '../jetstream-context.ts'
import { commandFailure, messageOf } from './command-failure.ts'
import { exceptionBehind } from './watch-exceptions.ts'

/**
 * Runs the handlers of an event, all at once, and waits for each of them whatever becomes of the
 * others: the message is settled once, and not before the last of them is done.
 *
 * @throws what the handler threw, or an `AggregateError` if several did
 */
export async function runEventHandlers(
  handlers: readonly MessageHandler[],
  data: unknown,
  context: JetstreamContext,
): Promise<void> {
  const results = await Promise.allSettled(
    handlers.map((handler) => settled(handler, data, context)),
  )
  const errors = results
    .filter((result) => result.status === 'rejected')
    .map(({ reason }) => exceptionBehind(reason))
  if (errors.length > 0 && context.getRetryDelay() !== undefined) context.retry()
  if (errors.length > 1) throw new AggregateError(errors, errors.map(messageOf).join('; '))
  if (errors.length > 0) throw errors[0]
}

/**
 * Runs the handler of a command, which has one; of an observable, the last value is the reply.
 *
 * @throws what the handler threw, with the caller's part of it as `payload`
 */
export async function runCommandHandler(
  [handler]: readonly MessageHandler[],
  data: unknown,
  context: JetstreamContext,
): Promise<unknown> {
  try {
    return handler && (await settled(handler, data, context))
  } catch (answer) {
    throw commandFailure(answer)
  }
}

async function settled(
  handler: MessageHandler,
  data: unknown,
  context: JetstreamContext,
): Promise<unknown> {
  const result: unknown = await handler(data, context)
  if (!isObservable(result)) return result

  const values = result.pipe(takeUntil(aborted(context.getSignal())))
  return lastValueFrom(values, { defaultValue: undefined })
}

/**
 * Fails when the handler has no more time, so that an observable without an end is left.
 *
 * Handlers share a signal, and Node warns of one with many listeners: they share one listener too.
 */
function aborted(signal: AbortSignal): Observable<never> {
  const known = aborts.get(signal)
  if (known) return known

  const failing = new Observable<never>((subscriber) => {
    const fail = (): void => subscriber.error(signal.reason)
    if (signal.aborted) fail()
    signal.addEventListener('abort', fail, { once: true })
    return () => signal.removeEventListener('abort', fail)
  }).pipe(share())
  aborts.set(signal, failing)
  return failing
}

const aborts = new WeakMap<AbortSignal, Observable<never>>()
