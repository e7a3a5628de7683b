import type { NatsConnection } from '@nats-io/nats-core'
import type { ConnectionStatus } from '../http/ports.ts'

/**
 * Tells how a connection is, whenever it is asked; without one, that there is none.
 *
 * @param signal ends following it, which goes on for as long as the connection does otherwise
 */
export function connectionStatus(
  connection: NatsConnection | undefined,
  signal?: AbortSignal,
): () => ConnectionStatus {
  if (!connection) return () => ({ state: 'none' })
  let account: string | undefined
  let isAway = false
  void accountOf(connection).then((name) => (account = name))
  const changes = connection.status()
  signal?.addEventListener('abort', () => stop(changes))
  void watch(changes, (away) => (isAway = away))
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

type Changes = ReturnType<NatsConnection['status']>

// It is a queue of the connection's that goes on to fill up until it is stopped.
function stop(changes: Changes): void {
  if ('stop' in changes && typeof changes.stop === 'function') changes.stop()
}

async function watch(changes: Changes, tell: (isAway: boolean) => void): Promise<void> {
  for await (const { type } of changes) {
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
