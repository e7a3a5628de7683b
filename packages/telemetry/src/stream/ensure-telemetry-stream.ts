import {
  jetstreamManager,
  JetStreamApiError,
  StorageType,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream'
import { nanos, type NatsConnection } from '@nats-io/nats-core'
import { TELEMETRY_STREAM, TELEMETRY_SUBJECTS } from '../subjects.ts'
import { TelemetryError } from '../telemetry-error.ts'

/** How the stream is made, where there is none yet. */
export interface TelemetryStreamOptions {
  /** @default 'TELEMETRY' */
  readonly name?: string
  /** Age at which the server drops telemetry, in milliseconds; 0 keeps it for ever. @default 604_800_000 (7 days) */
  readonly maxAgeMs?: number
  /** Size at which the server drops the oldest, in bytes; -1 for no limit. @default 1_073_741_824 (1 GiB) */
  readonly maxBytes?: number
  /** Within this time the server takes a message id only once, in milliseconds. @default 5_000 */
  readonly duplicateWindowMs?: number
  /** Copies kept by a cluster, 1 to 5. @default 1 */
  readonly replicas?: number
  /** `memory` is faster and gone with the server. @default 'file' */
  readonly storage?: 'file' | 'memory'
  /** The cluster that keeps the stream. @default the one that the server chooses */
  readonly cluster?: string
}

const DEFAULTS = {
  name: TELEMETRY_STREAM,
  maxAgeMs: 7 * 24 * 60 * 60 * 1000,
  maxBytes: 1024 ** 3,
  duplicateWindowMs: 5_000,
  replicas: 1,
  storage: 'file',
} as const

/**
 * Creates the stream that stores telemetry, if there is none of that name.
 *
 * One that is there is taken as it is, whatever its limits are: they may be what somebody wants.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if an option is out of its range
 * @throws {@link TelemetryError} SUBJECT_TAKEN if another stream stores `telemetry.>` or a part of it
 * @throws {@link TelemetryError} STREAM_UNAVAILABLE if the server has no JetStream or refuses the stream
 */
export async function ensureTelemetryStream(
  connection: NatsConnection,
  options: TelemetryStreamOptions = {},
): Promise<StreamInfo> {
  const resolved = { ...DEFAULTS, ...options }
  checkOptions(resolved)
  try {
    const manager = await jetstreamManager(connection)
    return await addOrAdopt(manager, resolved)
  } catch (error) {
    throw toTelemetryError(error, resolved.name)
  }
}

type Resolved = Required<Omit<TelemetryStreamOptions, 'cluster'>> &
  Pick<TelemetryStreamOptions, 'cluster'>

async function addOrAdopt(manager: JetStreamManager, options: Resolved): Promise<StreamInfo> {
  try {
    return await manager.streams.info(options.name)
  } catch (error) {
    if (errorCode(error) !== STREAM_NOT_FOUND) throw error
  }
  try {
    return await manager.streams.add({
      name: options.name,
      subjects: [TELEMETRY_SUBJECTS],
      storage: options.storage === 'file' ? StorageType.File : StorageType.Memory,
      max_age: nanos(options.maxAgeMs),
      max_bytes: options.maxBytes,
      duplicate_window: nanos(options.duplicateWindowMs),
      num_replicas: options.replicas,
      ...(options.cluster !== undefined && { placement: { cluster: options.cluster, tags: [] } }),
    })
  } catch (error) {
    // Somebody else was quicker, with other limits: theirs it is.
    if (errorCode(error) === STREAM_NAME_EXIST) return manager.streams.info(options.name)
    throw error
  }
}

// err_code of the server's errors.json; their text may change.
const STREAM_NOT_FOUND = 10059
const STREAM_NAME_EXIST = 10058
const STREAM_SUBJECT_OVERLAP = 10065

function errorCode(error: unknown): number | undefined {
  return error instanceof JetStreamApiError ? error.code : undefined
}

function toTelemetryError(error: unknown, name: string): TelemetryError {
  if (errorCode(error) === STREAM_SUBJECT_OVERLAP) {
    return new TelemetryError(
      'SUBJECT_TAKEN',
      `stream ${name} cannot store ${TELEMETRY_SUBJECTS}, another stream stores a part of it`,
      { hint: `name that stream in place of ${name}, or take the subjects from it`, cause: error },
    )
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new TelemetryError('STREAM_UNAVAILABLE', `stream ${name} cannot be had: ${reason}`, {
    hint: 'JetStream must be enabled for the account, with room for the stream and its replicas',
    cause: error,
  })
}

function checkOptions({ replicas, maxAgeMs, maxBytes, duplicateWindowMs }: Resolved): void {
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > 5) {
    throw new TelemetryError('OPTION_INVALID', `replicas must be 1 to 5, got ${replicas}`)
  }
  if (!(maxAgeMs >= 0)) {
    throw new TelemetryError('OPTION_INVALID', `maxAgeMs must be 0 or more, got ${maxAgeMs}`)
  }
  if (maxBytes !== -1 && !(maxBytes > 0)) {
    throw new TelemetryError('OPTION_INVALID', `maxBytes must be -1 or above 0, got ${maxBytes}`)
  }
  if (!(duplicateWindowMs >= 0)) {
    throw new TelemetryError(
      'OPTION_INVALID',
      `duplicateWindowMs must be 0 or more, got ${duplicateWindowMs}`,
    )
  }
}
