import type { NatsServer } from '@hopscope/nats-server'
import {
  connect,
  type MsgHdrs,
  type NatsConnection,
  type NodeConnectionOptions,
} from '@nats-io/transport-node'
import { onTestFinished } from 'vitest'

/** A connection that is closed when the test is over; user and password are alike. */
export async function connectForTest(
  server: NatsServer,
  { user, ...options }: NodeConnectionOptions,
): Promise<NatsConnection> {
  const login = user === undefined ? {} : { user, pass: user }
  const connection = await connect({ servers: server.url, ...options, ...login })
  onTestFinished(() => connection.close())
  return connection
}

/** Subscribes on a connection, until that is closed; the headers of the messages that came. */
export async function listen(
  connection: NatsConnection,
  subject: string,
  queue?: string,
): Promise<readonly (MsgHdrs | undefined)[]> {
  const received: (MsgHdrs | undefined)[] = []
  connection.subscribe(subject, {
    ...(queue !== undefined && { queue }),
    callback: (_, msg) => void received.push(msg.headers),
  })
  await connection.flush()
  return received
}
