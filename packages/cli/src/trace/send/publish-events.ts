import { HOPS_SUBJECT } from '@hopscope/telemetry'
import { jetstream } from '@nats-io/jetstream'
import { type NatsConnection } from '@nats-io/nats-core'
import { CliError } from '../../cli-error.ts'
import { type Io } from '../../io.ts'
import { rawEvents, type RawEventsOptions } from '../record/raw-events.ts'
import { type TraceRecord } from '../record/trace-record.ts'

/**
 * Stores the events of a trace where servers store theirs: readers of the stream then have its hops.
 *
 * @throws {CliError} PUBLISH_FAILED if no stream took one of them
 */
export async function publishEvents(
  { stderr }: Io,
  connection: NatsConnection,
  record: TraceRecord,
  options: RawEventsOptions,
): Promise<void> {
  const events = rawEvents(record, options)
  if (events.length === 0) {
    stderr.write('there is no event to publish\n')
    return
  }
  const client = jetstream(connection)
  try {
    const acks = await Promise.all(
      events.map((event) => client.publish(HOPS_SUBJECT, JSON.stringify(event))),
    )
    const streams = [...new Set(acks.map(({ stream }) => stream))].join(', ')
    stderr.write(
      `published ${events.length} ${events.length === 1 ? 'event' : 'events'} to ${streams}\n`,
    )
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
