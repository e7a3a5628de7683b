import type { NatsConnection } from '@nats-io/nats-core'

/** The `inboxPrefix` option of a connection, without a dot at its end. */
export function inboxPrefixOf(connection: NatsConnection): string {
  // `options` is there on every connection of nats.js, yet not in its public type.
  const { options } = connection as { readonly options?: { readonly inboxPrefix?: string } }
  return options?.inboxPrefix ?? '_INBOX'
}
