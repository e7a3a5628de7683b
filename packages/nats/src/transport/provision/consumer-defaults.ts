import { AckPolicy, DeliverPolicy, ReplayPolicy, type ConsumerConfig } from '@nats-io/jetstream'
import { consumerOf, subjectOf, subjectPrefixOf } from '../names/index.ts'
import type { ConsumerKind } from '../service/service-options.ts'

/** Kinds of consumers that have a name and outlive the service. */
export type DurableKind = Exclude<ConsumerKind, 'ordered'>

/** The configuration of a durable consumer. */
export type NamedConsumerConfig = Partial<ConsumerConfig> & { readonly durable_name: string }

/**
 * What a durable consumer of a service is made with, where nothing else is asked for.
 *
 * That of broadcasts takes what there are handlers for, since the stream is everyone's.
 */
export function consumerDefaults(
  kind: DurableKind,
  service: string,
  patterns: readonly string[],
): NamedConsumerConfig {
  const name = consumerOf(kind, service)
  return {
    ...COMMON,
    ...OF_KIND[kind],
    ...filterOf(kind, service, patterns),
    name,
    durable_name: name,
  }
}

function filterOf(
  kind: DurableKind,
  service: string,
  patterns: readonly string[],
): Partial<ConsumerConfig> {
  if (kind !== 'broadcast') return { filter_subject: `${subjectPrefixOf(kind, service)}.>` }

  const subjects = patterns.map((pattern) => subjectOf(kind, service, pattern))
  const [only] = subjects
  return subjects.length === 1 && only !== undefined
    ? { filter_subject: only }
    : { filter_subjects: subjects }
}

const SECOND = 1_000_000_000

const COMMON: Partial<ConsumerConfig> = {
  ack_policy: AckPolicy.Explicit,
  deliver_policy: DeliverPolicy.All,
  replay_policy: ReplayPolicy.Instant,
  max_ack_pending: 100,
}

const OF_EVENTS: Partial<ConsumerConfig> = { ack_wait: 10 * SECOND, max_deliver: 3 }

const OF_KIND: Readonly<Record<DurableKind, Partial<ConsumerConfig>>> = {
  event: OF_EVENTS,
  broadcast: OF_EVENTS,
  // A command is tried once: its caller is told, and decides.
  rpc: { ack_wait: 300 * SECOND, max_deliver: 1 },
}
