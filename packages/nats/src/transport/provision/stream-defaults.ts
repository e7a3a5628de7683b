import {
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  StoreCompression,
  type StreamConfig,
} from '@nats-io/jetstream'
import { schedulePrefixOf, streamOf, subjectPrefixOf } from '../names/index.ts'
import type { StreamKind } from '../service/service-options.ts'

/** The configuration of a stream, with its name. */
export type NamedStreamConfig = Partial<StreamConfig> & {
  readonly name: string
  readonly subjects: string[]
}

/** What a stream of a service is made with, where nothing else is asked for. */
export function streamDefaults(
  kind: StreamKind,
  service: string,
  asked: Partial<StreamConfig> = {},
): NamedStreamConfig {
  return {
    ...COMMON,
    ...OF_KIND[kind],
    name: streamOf(kind, service),
    description: DESCRIPTIONS[kind](service),
    subjects: subjectsOf(kind, service, asked),
  }
}

function subjectsOf(kind: StreamKind, service: string, asked: Partial<StreamConfig>): string[] {
  if (kind === 'dead-letter') return [streamOf(kind, service)]
  const all = `${subjectPrefixOf(kind, service)}.>`
  // Scheduled events wait in the stream; those of broadcasts are below their own subjects anyway.
  const holdsSchedules = kind === 'event' && asked.allow_msg_schedules === true
  return holdsSchedules ? [all, `${schedulePrefixOf(kind, service)}.>`] : [all]
}

const SECOND = 1_000_000_000
const DAY = 86_400 * SECOND
const MIB = 1024 * 1024
const GIB = 1024 * MIB

const COMMON: Partial<StreamConfig> = {
  storage: StorageType.File,
  compression: StoreCompression.S2,
  discard: DiscardPolicy.Old,
  num_replicas: 1,
  allow_direct: true,
  duplicate_window: 120 * SECOND,
}

const OF_KIND: Readonly<Record<StreamKind, Partial<StreamConfig>>> = {
  event: {
    retention: RetentionPolicy.Workqueue,
    max_consumers: 100,
    max_msgs: 50_000_000,
    max_bytes: 5 * GIB,
    max_age: 7 * DAY,
    max_msgs_per_subject: 5_000_000,
    max_msg_size: 10 * MIB,
    allow_rollup_hdrs: true,
  },
  rpc: {
    retention: RetentionPolicy.Workqueue,
    max_consumers: 50,
    max_msgs: 1_000_000,
    max_bytes: 100 * MIB,
    max_age: 180 * SECOND,
    max_msgs_per_subject: 100_000,
    max_msg_size: 5 * MIB,
    duplicate_window: 30 * SECOND,
  },
  broadcast: {
    retention: RetentionPolicy.Limits,
    max_consumers: 200,
    max_msgs: 10_000_000,
    max_bytes: 2 * GIB,
    max_age: 3600 * SECOND,
    max_msgs_per_subject: 1_000_000,
    max_msg_size: 10 * MIB,
    allow_rollup_hdrs: true,
  },
  ordered: {
    retention: RetentionPolicy.Limits,
    max_consumers: 100,
    max_msgs: 50_000_000,
    max_bytes: 5 * GIB,
    max_age: DAY,
    max_msgs_per_subject: 5_000_000,
    max_msg_size: 10 * MIB,
  },
  // Without a limit for a message: it is as large as the one that it is a copy of, and its reason.
  'dead-letter': {
    retention: RetentionPolicy.Limits,
    max_consumers: 100,
    max_msgs: 50_000_000,
    max_bytes: 5 * GIB,
    max_age: 30 * DAY,
  },
}

const DESCRIPTIONS: Readonly<Record<StreamKind, (service: string) => string>> = {
  event: (service) => `JetStream ev stream for ${service}`,
  rpc: (service) => `JetStream cmd stream for ${service}`,
  broadcast: () => 'JetStream broadcast stream (shared across services)',
  ordered: (service) => `JetStream ordered stream for ${service}`,
  'dead-letter': (service) => `JetStream dlq stream for ${service}`,
}
