import type { Msg } from '@nats-io/nats-core'
import type { JetstreamRecord } from '@hopscope/observe/headers'
import { subjectOf } from '../names/index.ts'
import { TransportError } from '../transport-error.ts'
import { withOwnSubscriptions } from '../../connection/own-subscriptions.ts'
import { compose } from './compose.ts'
import { readReply } from './read-reply.ts'
import { requestError } from './send-error.ts'
import { ownLines, type Sender } from './sender.ts'
import { startTracedSend } from './traced-send.ts'
import type { Waiting } from './waiting.ts'

/** A command, and how long its reply is waited for. */
export interface Command {
  readonly service: string
  readonly pattern: string
  readonly data: unknown
  /** Unless the record says another. */
  readonly timeoutMs: number
}

/**
 * Asks whoever is there, by request and reply of NATS.
 *
 * @throws {@link TransportError} RPC_FAILED, RPC_TIMEOUT, RPC_NO_RESPONDERS, PAYLOAD_INVALID,
 * HEADER_INVALID, NAME_INVALID or CLOSED
 */
export async function requestByCore(
  sender: Sender,
  waiting: Waiting,
  { service, pattern, data, timeoutMs }: Command,
): Promise<unknown> {
  const subject = subjectOf('rpc', service, pattern)
  const composed = compose(sender.codec, ownLines(sender, subject), data)
  const { payload, natsHeaders, record } = composed
  tellIgnored(sender, subject, record, ['messageId', 'scheduleAt', 'ttlNanos'])
  const asked = { subject, timeoutMs: timeoutOf(record, timeoutMs) }

  const { connection, codec, canonicalTrace } = sender
  const send = startTracedSend(connection, {
    operation: 'request',
    subject,
    payload,
    headers: composed.headers,
    natsHeaders,
    canonicalTrace,
  })
  try {
    const { headers } = send
    const reply: Msg = await waiting.race(
      send.run(() =>
        withOwnSubscriptions(() =>
          connection.request(subject, payload, { timeout: asked.timeoutMs, headers }),
        ),
      ),
    )
    const value = readReply(codec, subject, reply)
    send.end()
    return value
  } catch (error) {
    const failure = requestError(connection, asked, error)
    send.fail(failure)
    throw failure
  }
}

/** @throws {@link TransportError} OPTION_INVALID if a record asks for a time that cannot be waited for */
export function timeoutOf({ timeoutMs }: JetstreamRecord, fallbackMs: number): number {
  const wanted = timeoutMs ?? fallbackMs
  checkTimeout('timeoutMs', wanted)
  return wanted
}

/** @throws {@link TransportError} OPTION_INVALID unless it is a time that timers can wait */
export function checkTimeout(option: string, timeoutMs: number): void {
  if (timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS) return
  throw new TransportError(
    'OPTION_INVALID',
    `${option} must be 1 to ${MAX_TIMEOUT_MS}, got ${timeoutMs}`,
    { hint: 'give a number of milliseconds, or leave it out for the default' },
  )
}

const MAX_TIMEOUT_MS = 2 ** 31 - 1

/** Tells of what a record asks for that means nothing to a request. */
export function tellIgnored(
  { tell }: Sender,
  subject: string,
  record: JetstreamRecord,
  names: readonly ('messageId' | 'scheduleAt' | 'ttlNanos')[],
): void {
  for (const name of names) {
    if (record[name] === undefined) continue
    tell({
      code: 'IGNORED',
      message: `a request has no ${IGNORED[name]}; it was left out`,
      subject,
    })
  }
}

const IGNORED = {
  messageId: 'message id over core NATS, which drops no duplicates',
  scheduleAt: 'time to be published at',
  ttlNanos: 'TTL',
} as const
