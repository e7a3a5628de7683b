import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiError,
  type ConsumerInfo,
  type JetStreamManager,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/nats-core'
import type { Signal } from '../otlp-http/index.ts'
import { HOPS_SUBJECT } from '../subjects.ts'
import { TelemetryError } from '../telemetry-error.ts'

/** The consumer of one signal, as a bridge needs it. */
export interface WantedConsumer {
  readonly stream: string
  readonly name: string
  readonly signal: Signal
  readonly ackWaitMs: number
  readonly maxAckPending: number
  /** Where one that is made begins; absent for the first message of the stream. */
  readonly startSequence?: number | undefined
}

/**
 * Makes the durable consumer of a signal, or takes the one that is there, which other bridges of the
 * name may use as well.
 *
 * One that is there gets what is asked for as to how many records may be in all hands, and is changed
 * where it would lose or repeat records: the server must not give up a record by itself, nor deliver it
 * again sooner than the bridge asks for more time, and the subjects must be those of the signal.
 *
 * @throws {@link TelemetryError} CONSUMER_UNUSABLE if the one that is there is of another kind
 */
export async function ensureConsumer(
  manager: JetStreamManager,
  wanted: WantedConsumer,
): Promise<ConsumerInfo> {
  const { consumers } = manager
  const { stream, name, startSequence } = wanted
  const found = await findConsumer(manager, stream, name)
  if (found) return adopt(manager, found, wanted)
  try {
    return await consumers.add(stream, {
      durable_name: name,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(wanted.ackWaitMs),
      max_deliver: UNLIMITED,
      max_ack_pending: wanted.maxAckPending,
      filter_subjects: [...FILTERS[wanted.signal]],
      ...(startSequence === undefined
        ? { deliver_policy: DeliverPolicy.All }
        : { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: startSequence }),
    })
  } catch (error) {
    // Another bridge was quicker.
    const made = await findConsumer(manager, stream, name)
    if (made) return adopt(manager, made, wanted)
    throw error
  }
}

/**
 * The subjects of each signal. Profiles are no signal that is sent: they come with traces, to become
 * dead letters that say so, rather than wait for nobody.
 */
const FILTERS: Readonly<Record<Signal, readonly string[]>> = {
  traces: ['telemetry.spans.>', HOPS_SUBJECT, `${HOPS_SUBJECT}.>`, 'telemetry.profiles.>'],
  logs: ['telemetry.logs.>'],
  metrics: ['telemetry.metrics.>'],
}

const UNLIMITED = -1
const CONSUMER_NOT_FOUND = 10014

async function findConsumer(
  { consumers }: JetStreamManager,
  stream: string,
  name: string,
): Promise<ConsumerInfo | undefined> {
  try {
    return await consumers.info(stream, name)
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === CONSUMER_NOT_FOUND) return undefined
    throw error
  }
}

async function adopt(
  { consumers }: JetStreamManager,
  found: ConsumerInfo,
  { stream, name, signal, ackWaitMs, maxAckPending }: WantedConsumer,
): Promise<ConsumerInfo> {
  const { config } = found
  if (config.ack_policy !== AckPolicy.Explicit || config.deliver_subject) {
    throw new TelemetryError(
      'CONSUMER_UNUSABLE',
      `consumer ${name} of stream ${stream} is no pull consumer with explicit acknowledgements`,
      { hint: 'give the bridge another name, or delete the consumer' },
    )
  }
  const subjects = config.filter_subjects ?? [config.filter_subject ?? '>']
  const filters = FILTERS[signal]
  const isOurs = subjects.length === filters.length && filters.every((s) => subjects.includes(s))
  const ackWait = Math.max(config.ack_wait ?? 0, nanos(ackWaitMs))
  const isUnlimited = (config.max_deliver ?? UNLIMITED) === UNLIMITED
  const isAsLarge = config.max_ack_pending === maxAckPending
  if (isOurs && isUnlimited && isAsLarge && config.ack_wait === ackWait) return found
  return consumers.update(stream, name, {
    ...config,
    filter_subject: '',
    filter_subjects: [...filters],
    max_deliver: UNLIMITED,
    ack_wait: ackWait,
    max_ack_pending: maxAckPending,
  })
}
