import { type NatsConnection } from '@nats-io/nats-core'
import { type ConnectionStatus } from '../http/ports.ts'

/** Tells how a connection is, whenever it is asked; without one, that there is none. */
export function connectionStatus(connection: NatsConnection | undefined): () => ConnectionStatus {
  if (!connection) return () => ({ state: 'none' })
  let account: string | undefined
  let isAway = false
  void accountOf(connection).then((name) => (account = name))
  void watch(connection, (away) => (isAway = away))
  return () => ({
    state: connection.isClosed() ? 'closed' : isAway ? 'reconnecting' : 'connected',
    ...given('server', serverOf(connection)),
    ...given('account', account),
  })
}

// The name of the server and where it is: neither user nor password is in it.
function serverOf(connection: NatsConnection): string | undefined {
  const name = connection.info?.server_name
  const address = connection.getServer()
  return name === undefined || name === '' ? address : `${name} at ${address}`
}

async function watch(connection: NatsConnection, tell: (isAway: boolean) => void): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'disconnect' || type === 'reconnecting') tell(true)
    if (type === 'reconnect') tell(false)
  }
}

async function accountOf(connection: NatsConnection): Promise<string | undefined> {
  try {
    const { data } = (await connection.request('$SYS.REQ.USER.INFO')).json<UserInfo>()
    return typeof data?.account === 'string' ? data.account : undefined
  } catch {
    // Not everyone may ask, and an old server does not know it.
    return undefined
  }
}

/** Of what a server answers to who one is. */
interface UserInfo {
  readonly data?: { readonly account?: unknown }
}

function given<K extends string>(
  key: K,
  value: string | undefined,
): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: string })
}
