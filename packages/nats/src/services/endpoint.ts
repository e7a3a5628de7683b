import { SpanKind, type Context } from '@opentelemetry/api'
import type { ReceivedMessage } from '../connection/hooks.ts'
import { instrumentationOf } from '../connection/instrumentation.ts'
import { withOwnSubscriptions } from '../connection/own-subscriptions.ts'
import { traceIterationBy } from '../receive/consume.ts'
import { startProcess } from '../receive/start-process.ts'
import { endpointSource, type Endpoint, type Service } from './endpoint-source.ts'
import { handling, type Handler } from './handling.ts'
import { watchErrors, type ServiceMessage } from './watch-errors.ts'

interface HandledEndpoint extends Endpoint {
  /** Absent where the application loops over the requests. */
  readonly handler?: Handler
}

type AddEndpoint = (this: unknown, endpoint: HandledEndpoint) => AsyncIterable<ServiceMessage>

/**
 * Wraps what adds an endpoint to a service: a request to it is a span of kind SERVER, active in the
 * endpoint's handler or loop.
 */
export function tracedEndpoint(addEndpoint: AddEndpoint): AddEndpoint {
  return function (endpoint) {
    const service = this as Service
    const instrumentation = instrumentationOf(service.nc)
    if (!instrumentation) return addEndpoint.call(this, endpoint)

    const source = endpointSource(service, endpoint)
    const start = (message: ReceivedMessage, ambient?: Context) =>
      startProcess(instrumentation, { message, source, ambient, kind: SpanKind.SERVER })

    if (endpoint.handler) {
      const { deliver, handler } = handling(instrumentation, start, endpoint.handler)
      return withOwnSubscriptions(() => addEndpoint.call(this, { ...endpoint, handler }), deliver)
    }
    const requests = withOwnSubscriptions(() => addEndpoint.call(this, endpoint))
    traceIterationBy(requests, (message, ambient) => {
      const process = start(message, ambient)
      if (process) watchErrors(message, process)
      return process
    })
    return requests
  }
}
