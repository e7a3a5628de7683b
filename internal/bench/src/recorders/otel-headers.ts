import type { MsgHdrs } from '@nats-io/nats-core'
import type { TextMapGetter, TextMapSetter } from '@opentelemetry/api'

/** How OpenTelemetry's propagators read the headers of nats.js. */
export const HEADERS_GETTER: TextMapGetter<MsgHdrs | undefined> = {
  get: (headers, name) => headers?.get(name) || undefined,
  keys: (headers) => headers?.keys() ?? [],
}

/** How they write them. */
export const HEADERS_SETTER: TextMapSetter<MsgHdrs> = {
  set: (headers, name, value) => headers.set(name, value),
}

/** What instrumentations put into the span of a message. */
export function messageAttributes(operation: string, subject: string) {
  return {
    'messaging.system': 'nats',
    'messaging.operation.name': operation,
    'messaging.operation.type': operation === 'publish' ? 'send' : operation,
    'messaging.destination.name': subject,
    'network.protocol.name': 'nats',
    'server.address': '127.0.0.1',
    'server.port': 4222,
    'messaging.nats.server.name': 'n1',
    'messaging.client.id': '7',
  }
}
