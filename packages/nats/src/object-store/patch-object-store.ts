import { jetstream } from '@nats-io/jetstream'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { loadOptional } from '../connection/load-optional.ts'
import { wrapMethod } from '../connection/wrap-method.ts'
import { tracedGet } from './traced-get.ts'
import { tracedDelete, tracedPut } from './traced-put.ts'
import { untracedWatch } from './untraced-watch.ts'

let isPatched = false

/**
 * Makes the object stores of instrumented connections traced, if the application has `@nats-io/obj`.
 *
 * Their class has no public name; one that is opened unchecked sends nothing. It is wrapped once in a
 * process, with no effect on connections that are not instrumented (decision 007).
 */
export function patchObjectStore({ connection, observe, failed }: Instrumentation): void {
  if (isPatched) return
  isPatched = true
  const { Objm: manager }: ObjectStoreModule = loadOptional('@nats-io/obj') ?? {}
  if (!manager) return

  // It is there a few turns later, as is the first one that the application opens.
  new manager(jetstream(connection, { checkAPI: false }))
    .open('none', false)
    .then((store) => {
      observe(() => wrapMethod(store, 'put', tracedPut))
      observe(() => wrapMethod(store, 'get', tracedGet))
      observe(() => wrapMethod(store, 'delete', tracedDelete))
      observe(() => wrapMethod(store, 'watch', untracedWatch))
    })
    .catch(failed)
}

interface ObjectStoreModule {
  readonly Objm?: new (client: object) => {
    open(name: string, check: boolean): Promise<object>
  }
}
