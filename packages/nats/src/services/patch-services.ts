import type { Instrumentation } from '../connection/instrumentation.ts'
import { loadOptional } from '../connection/load-optional.ts'
import { wrapMethod } from '../connection/wrap-method.ts'
import { tracedEndpoint } from './endpoint.ts'

let isPatched = false

/**
 * Makes the services of instrumented connections traced, if the application has `@nats-io/services`.
 *
 * The class of services has no public name, and a service that is made subscribes; so one is made on
 * nothing, to find it. It is wrapped once in a process, with no effect on connections that are not
 * instrumented (decision 007).
 */
export function patchServices({ failed }: Instrumentation): void {
  if (isPatched) return
  isPatched = true
  const services: ServicesModule = loadOptional('@nats-io/services') ?? {}
  if (!services.Svcm) return

  // It is there one turn later, and so is the first service of the application.
  new services.Svcm(NO_CONNECTION)
    .add({ name: 'none', version: '0.0.0' })
    .then((service) => wrapMethod(service, '_addEndpoint', tracedEndpoint))
    .catch(failed)
}

interface ServicesModule {
  readonly Svcm?: new (connection: object) => Services
}

interface Services {
  add(config: { readonly name: string; readonly version: string }): Promise<object>
}

const NEVER = new Promise<never>(() => {})
const NO_CONNECTION = { closed: () => NEVER, subscribe: () => ({ closed: NEVER }) }
