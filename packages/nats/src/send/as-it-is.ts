import type { MsgHdrs } from '@nats-io/nats-core'
import { isInjected } from '../headers/index.ts'
import { withoutTracing } from '../connection/without-tracing.ts'

/**
 * Runs `send`, which sends a message that is not traced: what it calls in turn is not asked again, or
 * a loss would be told of more than once. A message of another of ours goes its way.
 */
export function asItIs<T>(options: { readonly headers?: MsgHdrs } | undefined, send: () => T): T {
  return isInjected(options?.headers) ? send() : withoutTracing(send)
}
