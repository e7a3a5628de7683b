import type { JetStreamClient } from '@nats-io/jetstream'
import type { MsgHdrs } from '@nats-io/nats-core'
import type { DeadLetterInfo, HeaderCarrier } from '@hopscope/observe/headers'
import type { Span } from '@opentelemetry/api'
import { ATTRIBUTE } from '../../names/attributes.ts'
import { headerReader } from '../service/header-reader.ts'
import type { ProblemListener } from '../service/problem.ts'
import { reasonOf } from '../service/reason-of.ts'
import type { Settling } from '../service/settle.ts'
import type { DeadLetterOptions } from '../service/service-options.ts'
import { deadLetterCopy } from './dead-letter-copy.ts'
import type { DeadLetter } from './dead-letter.ts'

/** Where messages go that cannot be handled. */
export interface DeadLetterOffice {
  readonly jetstream: JetStreamClient
  /** The stream of dead letters, whose subject has its name; absent if they are not stored. */
  readonly stream: string | undefined
  readonly onDeadLetter: DeadLetterOptions['onDeadLetter']
  readonly tell: ProblemListener
}

/** A message that cannot be handled. */
export interface LostCause {
  readonly subject: string
  readonly headers: HeaderCarrier | undefined
  readonly data: Uint8Array
  readonly stream: string
  readonly sequence: number
  /** When the stream stored it, in milliseconds since 1970. */
  readonly storedAtMs: bigint
  readonly deliveryCount: number
  /** Why it cannot. */
  readonly error: Error
  /** The span of its handling. */
  readonly span: Span | undefined
  /** Tells the stream what becomes of it, and gives why that failed; never rejects. */
  settle(settling: Settling): Error | undefined | Promise<Error | undefined>
}

/**
 * Gives a message up: it is stored as a dead letter, or handed to `onDeadLetter`, and then never
 * delivered again. If neither takes it, it stays in its stream.
 *
 * Resolves to why the stream could not be told; never rejects.
 */
export async function giveUp(
  office: DeadLetterOffice,
  lostCause: LostCause,
): Promise<Error | undefined> {
  const { subject, stream, sequence, storedAtMs, data, deliveryCount, error, span } = lostCause
  const reason = reasonOf(error)
  const info: DeadLetterInfo = { reason, subject, stream, failedAt: new Date(), deliveryCount }
  const headers = deadLetterCopy(lostCause.headers, info)
  const letter: DeadLetter = { info, data, headers: headerReader(headers), error }
  // Of a stream that was deleted and made anew, sequences come again, and the time does not.
  const id = `dlq-${stream}-${sequence}-${storedAtMs}`

  const storedIn = await store(office, { subject, data, headers, id })
  if (storedIn !== undefined) {
    tellSpan(span, info, 'stored', storedIn)
    const failure = await lostCause.settle({ kind: 'term', reason: 'Moved to DLQ stream' })
    await callBack(office, { ...letter, storedIn })
    return failure
  }
  if (await callBack(office, letter)) {
    tellSpan(span, info, 'handed_over')
    const processed = 'Dead letter processed via fallback callback'
    return lostCause.settle({ kind: 'term', reason: processed })
  }
  tellSpan(span, info, 'kept')
  return lostCause.settle({ kind: 'nak', delayMs: KEPT_DELAY_MS })
}

// So that one that may be delivered for ever does not come at once, again and again.
const KEPT_DELAY_MS = 1000

interface Copy {
  readonly subject: string
  readonly data: Uint8Array
  readonly headers: MsgHdrs
  readonly id: string
}

const MAX_ATTEMPTS = 3

/** The stream that has the copy now; nothing if none could take it. */
async function store(
  { jetstream, stream, tell }: DeadLetterOffice,
  { subject, data, headers, id }: Copy,
): Promise<string | undefined> {
  if (stream === undefined) return undefined
  let cause: unknown
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    try {
      // By the id, a copy whose acknowledgement got lost is not stored twice.
      return (await jetstream.publish(stream, data, { headers, msgID: id })).stream
    } catch (error) {
      cause = error
    }
  }
  tell({
    code: 'DEAD_LETTER_FAILED',
    message: `a dead letter cannot be published to ${stream}: ${reasonOf(cause)}`,
    hint: 'see whether the stream is there and has room; the message goes to onDeadLetter, or stays',
    subject,
    stream,
    cause,
  })
  return undefined
}

/** Whether `onDeadLetter` took the letter. */
async function callBack(
  { onDeadLetter, tell }: DeadLetterOffice,
  letter: DeadLetter,
): Promise<boolean> {
  if (!onDeadLetter) return false
  try {
    await onDeadLetter(letter)
    return true
  } catch (cause) {
    const { subject } = letter.info
    tell({
      code: 'CALLBACK_FAILED',
      message: `onDeadLetter failed for a message of ${subject}: ${reasonOf(cause)}`,
      hint: 'have the callback handle its own errors',
      subject,
      cause,
    })
    return false
  }
}

type Outcome = 'stored' | 'handed_over' | 'kept'

function tellSpan(
  span: Span | undefined,
  { reason }: DeadLetterInfo,
  outcome: Outcome,
  stream?: string,
): void {
  const attributes = {
    [ATTRIBUTE.deadLetterOutcome]: outcome,
    [ATTRIBUTE.deadLetterReason]: reason,
    ...(stream !== undefined && { [ATTRIBUTE.deadLetterStream]: stream }),
  }
  span?.addEvent('dead_letter', attributes)
  span?.setAttributes(attributes)
}
