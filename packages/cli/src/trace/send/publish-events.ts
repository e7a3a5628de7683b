import { HOPS_SUBJECT } from '@hopscope/telemetry'
import { jetstream, type PubAck } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { CliError } from '../../cli-error.ts'
import type { JetStreamAccess } from '../../connect/jetstream-access.ts'
import type { Io } from '../../io.ts'
import { rawEvents, type RawEventsOptions } from '../record/raw-events.ts'
import type { TraceRecord } from '../record/trace-record.ts'

/** Where the events are published. */
export interface PublishTarget {
  readonly connection: NatsConnection
  readonly jetstream: JetStreamAccess
}

/**
 * Stores the events of a trace where servers store theirs: readers of the stream then have its hops.
 *
 * @throws {CliError} PUBLISH_FAILED if no stream took one of them
 */
export async function publishEvents(
  { stderr }: Io,
  { connection, jetstream: access }: PublishTarget,
  record: TraceRecord,
  options: RawEventsOptions,
): Promise<void> {
  const events = rawEvents(record, options)
  if (events.length === 0) {
    stderr.write('there is no event to publish\n')
    return
  }
  const client = jetstream(connection, { ...access })
  try {
    const acks = await Promise.all(
      events.map((event) => client.publish(HOPS_SUBJECT, JSON.stringify(event))),
    )
    const streams = [...new Set(acks.map((ack) => describe(ack)))].join(', ')
    stderr.write(
      `published ${events.length} ${events.length === 1 ? 'event' : 'events'} to ${streams}\n`,
    )
    const elsewhere = acks.find(
      ({ domain }) => access.domain !== undefined && domain !== access.domain,
    )
    if (elsewhere !== undefined) stderr.write(warnOfDomain(elsewhere, access.domain))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError(
      'PUBLISH_FAILED',
      `no stream took the events at ${HOPS_SUBJECT}: ${reason}`,
      {
        hint: 'have a stream with the subjects telemetry.>, and let this user publish there',
        cause: error,
      },
    )
  }
}

function describe({ stream, domain }: PubAck): string {
  return domain === undefined || domain === '' ? stream : `${stream} in JetStream domain ${domain}`
}

// A subject has no domain: streams of all domains that it gets to store it, and the first one answers.
function warnOfDomain({ stream, domain = '' }: PubAck, wanted = ''): string {
  const where = domain === '' ? 'of no domain' : `of domain ${domain}`
  return `warning: stream ${stream} ${where} answered, not one of domain ${wanted}
hint: keep ${HOPS_SUBJECT} in one domain, by a stream there alone
`
}
