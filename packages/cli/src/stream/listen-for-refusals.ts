import { PermissionViolationError, type NatsConnection } from '@nats-io/nats-core'

/** Hears what the server does not let a user publish to, from now on. */
export interface RefusalListener extends Disposable {
  /** What the user may not publish to; `undefined` while nothing was refused. */
  subject(): string | undefined
  /** Rejects when something is refused. */
  readonly first: Promise<never>
}

/** Begins to listen. */
export function listenForRefusals(connection: NatsConnection): RefusalListener {
  let subject: string | undefined
  const { promise: first, reject } = Promise.withResolvers<never>()
  first.catch(() => {})
  const statuses = connection.status()
  const reading = async (): Promise<void> => {
    for await (const status of statuses) {
      if (status.type !== 'error' || !(status.error instanceof PermissionViolationError)) continue
      if (status.error.operation !== 'publish') continue
      subject ??= status.error.subject
      reject(status.error)
    }
  }
  void reading()
  return {
    subject: () => subject,
    first,
    [Symbol.dispose]: () => {
      if ('stop' in statuses && typeof statuses.stop === 'function') statuses.stop()
    },
  }
}
