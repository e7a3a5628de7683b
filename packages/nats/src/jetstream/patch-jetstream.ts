import { jetstream, type ConsumerInfo } from '@nats-io/jetstream'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { tracedStartBatch } from './batch.ts'
import { tracedConsume } from './consume.ts'
import { tracedFetch } from './fetch.ts'
import { tracedNext } from './next.ts'
import { tracedPublish } from './publish.ts'
import { wrapMethod } from '../connection/wrap-method.ts'

let isPatched = false

/**
 * Makes the JetStream clients of instrumented connections traced.
 *
 * A client and its consumers are made by `jetstream(connection)`, out of reach of whoever has the
 * connection only, so their prototypes are wrapped: once in a process, and with no effect on
 * connections that are not instrumented (decision 007). A method that cannot be wrapped is told to
 * `onError`, and works as it did.
 */
export function patchJetStream({ connection, observe, failed }: Instrumentation): void {
  if (isPatched) return

  const client = jetstream(connection)
  // The classes of consumers have no public names; one made from a description sends nothing.
  const pull = client.consumers.getConsumerFromInfo(NO_CONSUMER)
  isPatched = true
  observe(() => wrapMethod(client, 'publish', tracedPublish))
  observe(() => wrapMethod(client, 'startBatch', tracedStartBatch))
  observe(() => wrapMethod(pull, 'consume', tracedConsume))
  observe(() => wrapMethod(pull, 'fetch', tracedFetch))
  observe(() => wrapMethod(pull, 'next', tracedNext))
  // It is there one turn later, and consumers take a request to the server: none is missed.
  client.consumers
    .getBoundPushConsumer({ deliver_subject: 'none' })
    .then((push) => wrapMethod(push, 'consume', tracedConsume))
    .catch(failed)
}

// The little of a description that the constructor reads.
const NO_CONSUMER = { name: 'none', stream_name: 'NONE', config: {} } as ConsumerInfo
