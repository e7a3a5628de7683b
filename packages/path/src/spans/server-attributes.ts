import type { AttributeMap, Resource, Scope } from '@hopscope/observe/otlp'
import type { TraceServer } from '../event/trace-event.ts'
import { VERSION } from '../version.ts'

/** The name of the instrumentation scope of every span that is made of a trace event. */
export const SCOPE_NAME = '@hopscope/path'

/** The instrumentation scope of every span that is made of a trace event. */
export const hopScope: Scope = { name: SCOPE_NAME, version: VERSION }

/** The server as the resource of its spans. */
export function serverResource(server: TraceServer): Resource {
  return {
    attributes: {
      'service.name': 'nats-server',
      'service.instance.id': server.id,
      'service.version': server.version,
    },
  }
}

/** What a hop span says of the server. */
export function serverAttributes(server: TraceServer): AttributeMap {
  return {
    'nats.server.name': server.name,
    ...(server.cluster !== undefined && { 'nats.server.cluster': server.cluster }),
    ...(server.domain !== undefined && { 'nats.server.domain': server.domain }),
    ...(server.tags !== undefined && { 'nats.server.tags': server.tags }),
  }
}
