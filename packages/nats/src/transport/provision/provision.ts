import type { ConsumerInfo, JetStreamManager } from '@nats-io/jetstream'
import { streamOf } from '../names/index.ts'
import type { Difference, Problem } from '../service/problem.ts'
import type { ServiceSettings } from '../service/service-settings.ts'
import { consumerDefaults, type DurableKind } from './consumer-defaults.ts'
import { ensureConsumer } from './ensure-consumer.ts'
import { ensureStream } from './ensure-stream.ts'
import { neededConsumers, neededStreams } from './needs.ts'
import { streamDefaults } from './stream-defaults.ts'

/**
 * Sees to it that the streams and durable consumers of a service are there, and gives the consumers.
 *
 * What is there already is adopted; what it has other than it was asked for is told as a problem.
 *
 * @throws {@link TransportError} PROVISION_FAILED if something is not there and cannot be made
 */
export async function provision(
  manager: JetStreamManager,
  settings: ServiceSettings,
): Promise<ReadonlyMap<DurableKind, ConsumerInfo>> {
  const { name, provision: mode, streams, consumers, tell } = settings
  for (const kind of neededStreams(settings)) {
    const asked = streams[kind] ?? {}
    const defaults = streamDefaults(kind, name, asked)
    const different = await ensureStream(manager, { defaults, asked, mode })
    for (const difference of different) tell(streamProblem(defaults.name, difference))
  }

  const found = new Map<DurableKind, ConsumerInfo>()
  for (const kind of neededConsumers(settings)) {
    const stream = streamOf(kind, name)
    const asked = consumers[kind] ?? {}
    const defaults = consumerDefaults(kind, name, [...settings.broadcasts.keys()])
    const followsHandlers = kind === 'broadcast'
    const wanted = { stream, defaults, asked, mode, followsHandlers }
    const { info, differences } = await ensureConsumer(manager, wanted)
    for (const difference of differences) {
      tell(consumerProblem(stream, defaults.durable_name, difference))
    }
    found.set(kind, info)
  }
  return found
}

function streamProblem(stream: string, difference: Difference): Problem {
  return {
    code: 'STREAM_MISMATCH',
    message: `stream ${stream} has ${told(difference)}`,
    hint: 'change the stream or what is asked for, or let the service change it: `provision: update`',
    stream,
    difference,
  }
}

function consumerProblem(stream: string, consumer: string, difference: Difference): Problem {
  return {
    code: 'CONSUMER_MISMATCH',
    message: `consumer ${consumer} has ${told(difference)}`,
    hint: 'change the consumer or what is asked for, or let the service change it: `provision: update`',
    stream,
    consumer,
    difference,
  }
}

function told({ field, wanted, found }: Difference): string {
  return `${field} ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`
}
