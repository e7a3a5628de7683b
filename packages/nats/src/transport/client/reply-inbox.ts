import { nuid, type Msg, type NatsConnection, type Subscription } from '@nats-io/nats-core'
import { readHeader } from '@hopscope/observe/headers'
import { withOwnSubscriptions } from '../../connection/own-subscriptions.ts'
import { headersOf } from '../service/headers-of.ts'
import { TransportError } from '../transport-error.ts'
import type { Sender } from './sender.ts'
import { timeoutError } from './send-error.ts'

/**
 * Where replies to requests by JetStream come: one subject for a client, `{caller}__microservice.{id}`.
 *
 * It is not below `_INBOX.`: the user of the connection needs the permission to subscribe to
 * `{caller}__microservice.*`. Servers are asked for it with the first request.
 */
export class ReplyInbox {
  readonly subject: string
  readonly #connection: NatsConnection
  readonly #tell: Sender['tell']
  readonly #pending = new Map<string, Pending>()
  #subscription: Subscription | undefined

  constructor({ connection, callerName, tell }: Sender) {
    this.subject = `${callerName}.${nuid.next()}`
    this.#connection = connection
    this.#tell = tell
  }

  /**
   * Waits for one reply.
   *
   * @throws {@link TransportError} RPC_TIMEOUT; RPC_INBOX_DENIED; or what {@link fail} was given
   */
  expect(
    correlationId: string,
    { subject, timeoutMs }: { readonly subject: string; readonly timeoutMs: number },
  ): Promise<Msg> {
    this.#open()
    return new Promise<Msg>((resolve, reject) => {
      const timer = setTimeout(
        () => this.fail(correlationId, timeoutError(subject, timeoutMs)),
        timeoutMs,
      )
      this.#pending.set(correlationId, { resolve, reject, timer })
    })
  }

  /** Ends the wait for a reply that will not come, or is not wanted any more. */
  fail(correlationId: string, error: TransportError): void {
    this.#take(correlationId)?.reject(error)
  }

  close(error: TransportError): void {
    if (this.#subscription && !this.#connection.isClosed()) this.#subscription.unsubscribe()
    this.#subscription = undefined
    this.#failAll(error)
  }

  #open(): void {
    if (this.#subscription && !this.#subscription.isClosed()) return
    this.#subscription = withOwnSubscriptions(() =>
      this.#connection.subscribe(this.subject, {
        callback: (error, message) => {
          if (error) this.#failAll(denied(this.subject, error))
          else this.#accept(message)
        },
      }),
    )
  }

  #accept(message: Msg): void {
    const [correlationId] = readHeader(headersOf(message), 'x-correlation-id')
    const pending = correlationId === undefined ? undefined : this.#take(correlationId)
    if (pending) pending.resolve(message)
    else this.#tell(unexpected(this.subject, correlationId))
  }

  #take(correlationId: string): Pending | undefined {
    const pending = this.#pending.get(correlationId)
    clearTimeout(pending?.timer)
    this.#pending.delete(correlationId)
    return pending
  }

  #failAll(error: TransportError): void {
    for (const correlationId of this.#pending.keys()) this.fail(correlationId, error)
  }
}

interface Pending {
  readonly resolve: (message: Msg) => void
  readonly reject: (error: TransportError) => void
  readonly timer: NodeJS.Timeout
}

function unexpected(
  subject: string,
  correlationId: string | undefined,
): Parameters<Sender['tell']>[0] {
  if (correlationId === undefined) {
    const message = 'a reply has no x-correlation-id, and was ignored'
    return { code: 'REPLY_UNCORRELATED', message, subject }
  }
  const message =
    'a reply came that nobody waits for; it was late, came twice, or was not asked for'
  return { code: 'REPLY_UNMATCHED', message, subject, correlationId }
}

function denied(inbox: string, cause: Error): TransportError {
  return new TransportError('RPC_INBOX_DENIED', `the client may not subscribe to ${inbox}`, {
    cause,
    hint: `give the user of the connection the permission to subscribe to ${inbox.slice(0, inbox.lastIndexOf('.'))}.*`,
  })
}
