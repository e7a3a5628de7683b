import { RetentionPolicy, type JetStreamManager, type StoredMsg } from '@nats-io/jetstream'
import type { Instrumentation } from '../../connection/instrumentation.ts'
import type { Settling } from '../service/settle.ts'
import { toError } from '../service/reason-of.ts'
import { giveUp, type DeadLetterOffice } from './dead-letter-office.ts'
import type { Exhausted } from './exhausted.ts'
import { storedHeaders } from './stored-headers.ts'
import { withDeadLetterSpan } from './with-dead-letter-span.ts'

/** What it takes to give up a message that nobody is handling. */
export interface StoredOffice extends DeadLetterOffice {
  readonly manager: JetStreamManager
  /** Absent where nothing is traced. */
  readonly instrumentation: Instrumentation | undefined
}

/**
 * Gives up a message that was delivered for the last time, and whose handler ended with its process:
 * it would stay in its stream for good.
 *
 * Resolves to what went wrong; never rejects.
 */
export async function giveUpStored(
  office: StoredOffice,
  exhausted: Exhausted,
): Promise<Error | undefined> {
  const { manager } = office
  const { stream, sequence, deliveryCount } = exhausted
  try {
    const message = await manager.streams.getMessage(stream, { seq: sequence })
    // It was settled meanwhile.
    if (!message) return undefined
    const error = new Error(`delivered ${deliveryCount} times, and never settled`)
    error.name = 'DeliveriesExhausted'
    return await withDeadLetterSpan(office.instrumentation, { exhausted, message, error }, (span) =>
      giveUp(office, {
        subject: message.subject,
        headers: storedHeaders(message),
        data: message.data,
        ...exhausted,
        storedAtMs: BigInt(message.time.getTime()),
        error,
        span,
        settle: (settling) => settleStored(manager, exhausted, message, settling),
      }),
    )
  } catch (error) {
    return toError(error)
  }
}

// Only of a work queue, a message that is done with is gone; in other streams it is for others too.
async function settleStored(
  { streams }: JetStreamManager,
  { stream }: Exhausted,
  { seq }: StoredMsg,
  settling: Settling,
): Promise<Error | undefined> {
  if (settling.kind === 'nak') return undefined
  try {
    const { config } = await streams.info(stream)
    if (config.retention === RetentionPolicy.Workqueue) {
      await streams.deleteMessage(stream, seq, false)
    }
    return undefined
  } catch (error) {
    // Another instance of the service was faster.
    return (await isGone(streams, stream, seq)) ? undefined : toError(error)
  }
}

async function isGone(
  streams: JetStreamManager['streams'],
  stream: string,
  seq: number,
): Promise<boolean> {
  try {
    return (await streams.getMessage(stream, { seq })) === null
  } catch {
    return false
  }
}
