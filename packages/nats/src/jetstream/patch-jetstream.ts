import { jetstream, type ConsumerInfo } from '@nats-io/jetstream'
import type { Instrumentation } from '../instrumentation.ts'
import { tracedConsume } from './consume.ts'
import { tracedPublish } from './publish.ts'

let isPatched = false

/**
 * Makes the JetStream clients of instrumented connections traced.
 *
 * A client and its consumers are made by `jetstream(connection)`, out of reach of whoever has the
 * connection only, so their prototypes are wrapped: once in a process, and with no effect on
 * connections that are not instrumented (decision 007).
 */
export function patchJetStream({ connection, onError }: Instrumentation): void {
  if (isPatched) return

  const client = jetstream(connection)
  // The classes of consumers have no public names; one made from a description sends nothing.
  const pull = client.consumers.getConsumerFromInfo(NO_CONSUMER)
  isPatched = true
  wrapMethod(client, 'publish', tracedPublish)
  wrapMethod(pull, 'consume', tracedConsume)
  wrapMethod(pull, 'fetch', tracedConsume)
  // It is there one turn later, and consumers take a request to the server: none is missed.
  client.consumers
    .getBoundPushConsumer({ deliver_subject: 'none' })
    .then((push) => wrapMethod(push, 'consume', tracedConsume))
    .catch(onError)
}

// The little of a description that the constructor reads.
const NO_CONSUMER = { name: 'none', stream_name: 'NONE', config: {} } as ConsumerInfo

function wrapMethod<F>(instance: object, name: string, wrap: (original: F) => F): void {
  const prototype: Record<string, F> = Object.getPrototypeOf(instance)
  const original = prototype[name]
  if (typeof original !== 'function') throw new TypeError(`nats.js has no method ${name} any more`)
  prototype[name] = wrap(original)
}
