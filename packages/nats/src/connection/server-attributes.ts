import type { NatsConnection } from '@nats-io/nats-core'
import type { Attributes } from '@opentelemetry/api'
import { ATTRIBUTE } from '../names/attributes.ts'

/** Attributes of a connection and the server it is on. */
export interface ServerAttributes {
  /** What every span carries. */
  readonly ofSpans: Attributes
  /** What every metric carries: the server's address, of which there are few. */
  readonly ofMetrics: Attributes
}

/** A function that gives the attributes of the server that `connection` is on right now. */
export function serverAttributes(connection: NatsConnection): () => ServerAttributes {
  let known: NatsConnection['info']
  let attributes = currentAttributes(connection)
  // They change when the client reconnects, and are asked for with every message.
  return () => {
    if (connection.info !== known) {
      known = connection.info
      attributes = currentAttributes(connection)
    }
    return attributes
  }
}

function currentAttributes(connection: NatsConnection): ServerAttributes {
  const server = /^(.*):(\d+)$/.exec(connection.getServer())
  const { info } = connection
  const address: Attributes = {
    ...(server?.[1] && { [ATTRIBUTE.serverAddress]: server[1].replace(/^\[|\]$/g, '') }),
    ...(server?.[2] && { [ATTRIBUTE.serverPort]: Number(server[2]) }),
  }
  return {
    ofSpans: {
      [ATTRIBUTE.system]: 'nats',
      [ATTRIBUTE.protocolName]: 'nats',
      ...address,
      ...(info?.server_name && { [ATTRIBUTE.natsServerName]: info.server_name }),
      ...(info?.client_id !== undefined && { [ATTRIBUTE.clientId]: String(info.client_id) }),
    },
    ofMetrics: address,
  }
}
