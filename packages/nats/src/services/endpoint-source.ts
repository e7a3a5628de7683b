import type { Attributes } from '@opentelemetry/api'
import { ATTRIBUTE } from '../names/attributes.ts'
import { subscriptionSource, type Source } from '../receive/source.ts'

/** What a service of nats.js has; some of it is not in its public type. */
export interface Service {
  readonly nc?: unknown
  readonly name?: string
  readonly version?: string
  readonly config?: { readonly queue?: string }
}

/** An endpoint that is added to a service, its group's subject included. */
export interface Endpoint {
  readonly name: string
  readonly subject: string
  /** Empty or absent for that of the service. */
  readonly queue?: string
}

/** Where the requests to an endpoint come from. */
export function endpointSource(service: Service, endpoint: Endpoint): Source {
  const queue = endpoint.queue || service.config?.queue
  const source = subscriptionSource(endpoint.subject, queue)
  const { [ATTRIBUTE.serviceVersion]: _, ...few } = endpointAttributes(service, endpoint)
  return {
    subject: source.subject,
    attributes: { ...source.attributes, ...endpointAttributes(service, endpoint) },
    metricAttributes: { ...source.metricAttributes, ...few },
  }
}

function endpointAttributes({ name, version }: Service, endpoint: Endpoint): Attributes {
  return {
    [ATTRIBUTE.serviceName]: name,
    [ATTRIBUTE.serviceVersion]: version,
    [ATTRIBUTE.serviceEndpoint]: endpoint.name,
  }
}
