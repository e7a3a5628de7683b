import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, headers, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node'
import { guideConfig } from './guide-blocks.ts'

/** A server with a configuration of the page. */
export function startGuideServer(name: string): Promise<NatsServer> {
  return startNatsServer({ config: guideConfig(name) })
}

/** Connects as a user of the page, whose inboxes begin so. */
export function connectAs(
  { url }: NatsServer,
  user: string,
  inboxPrefix = '_INBOX',
): Promise<NatsConnection> {
  return connect({ servers: url, user, pass: 'change-me', inboxPrefix })
}

/** How many messages TELEMETRY has of each subject. */
export async function storedSubjects(
  connection: NatsConnection,
): Promise<Readonly<Record<string, number>>> {
  const { streams } = await jetstreamManager(connection)
  const { state } = await streams.info('TELEMETRY', { subjects_filter: '>' })
  return state.subjects ?? {}
}

/** Headers of a message that is traced. */
export function sampled(): MsgHdrs {
  const found = headers()
  found.set('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
  return found
}
