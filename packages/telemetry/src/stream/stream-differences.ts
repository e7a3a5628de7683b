import { DiscardPolicy, RetentionPolicy, type StreamConfig } from '@nats-io/jetstream'
import { TELEMETRY_SUBJECTS } from '../subjects.ts'
import { streamConfig } from './stream-config.ts'
import { resolveStreamOptions, type TelemetryStreamOptions } from './telemetry-stream-options.ts'

/** A setting of a stream that is not what was asked for. */
export interface StreamDifference {
  /** As NATS calls it, such as `max_age`. */
  readonly field: StreamField
  /** In the units of NATS: times are in nanoseconds. */
  readonly wanted: StreamValue
  readonly found: StreamValue
}

/** What may differ. */
export type StreamField =
  | (typeof COMPARED)[number]
  | 'subjects'
  | 'subject_transform'
  | 'placement.cluster'
  | 'placement.tags'

/** What a setting may be. */
export type StreamValue = string | number | boolean | readonly string[]

const COMPARED = [
  'retention',
  'storage',
  'max_age',
  'max_bytes',
  'max_msgs',
  'max_msgs_per_subject',
  'max_msg_size',
  'discard',
  'duplicate_window',
  'num_replicas',
  'compression',
  'no_ack',
  'sealed',
] as const

// What a stream for telemetry is, whatever the options; as servers fill it in.
const FIXED = {
  retention: RetentionPolicy.Limits,
  discard: DiscardPolicy.Old,
  max_msgs_per_subject: -1,
  no_ack: false,
  sealed: false,
} as const

/**
 * Where a stream is not as {@link ensureTelemetryStream} would make it with the same options.
 *
 * A stream that stores more than `telemetry.>` does not differ, one that stores only a part of it does.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if an option is out of its range
 */
export function streamDifferences(
  found: Partial<StreamConfig>,
  options: TelemetryStreamOptions = {},
): readonly StreamDifference[] {
  const { placement, ...config } = streamConfig(resolveStreamOptions(options))
  const wanted = { ...config, ...FIXED }
  const scalars = COMPARED.map((field) => ({
    field,
    wanted: wanted[field] ?? false,
    found: found[field] ?? false,
  }))
  return [
    ...subjectsDifference(found.subjects ?? []),
    ...transformDifference(found.subject_transform),
    ...scalars.filter((each) => each.wanted !== each.found),
    ...placementDifferences(placement, found.placement),
  ]
}

function subjectsDifference(found: readonly string[]): readonly StreamDifference[] {
  if (found.includes(TELEMETRY_SUBJECTS) || found.includes('>')) return []
  return [{ field: 'subjects', wanted: [TELEMETRY_SUBJECTS], found }]
}

// What is stored under another subject is not found by who reads `telemetry.>`.
function transformDifference(
  transform: StreamConfig['subject_transform'],
): readonly StreamDifference[] {
  if (transform === undefined) return []
  const found = [transform.src || '>', transform.dest]
  return [{ field: 'subject_transform', wanted: [], found }]
}

// Where nothing was asked for, any place will do.
function placementDifferences(
  wanted: StreamConfig['placement'],
  found: StreamConfig['placement'],
): readonly StreamDifference[] {
  const { cluster = '', tags = [] } = wanted ?? {}
  const { cluster: foundCluster = '', tags: foundTags = [] } = found ?? {}
  const differences: StreamDifference[] = []
  if (cluster !== '' && cluster !== foundCluster) {
    differences.push({ field: 'placement.cluster', wanted: cluster, found: foundCluster })
  }
  if (tags.some((tag) => !foundTags.includes(tag))) {
    differences.push({ field: 'placement.tags', wanted: tags, found: foundTags })
  }
  return differences
}
