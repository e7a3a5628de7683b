import {
  jetstreamManager,
  JetStreamApiError,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { TELEMETRY_SUBJECTS } from '../subjects.ts'
import { TelemetryError } from '../telemetry-error.ts'
import { streamConfig } from './stream-config.ts'
import { streamDifferences, type StreamDifference } from './stream-differences.ts'
import {
  resolveStreamOptions,
  type ResolvedStreamOptions,
  type TelemetryStreamOptions,
} from './telemetry-stream-options.ts'

/** The stream as it is, and how it came to be there. */
export interface EnsuredStream extends StreamInfo {
  /** Whether it was there before. */
  readonly adopted: boolean
  /** Where it is not as the options have it; empty when it was made by them. */
  readonly differences: readonly StreamDifference[]
}

/**
 * Creates the stream that stores telemetry, if there is none of that name.
 *
 * One that is there is taken as it is, whatever its limits are: they may be what somebody wants. What
 * is not as asked for is in `differences`.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if an option is out of its range
 * @throws {@link TelemetryError} SUBJECT_TAKEN if another stream stores `telemetry.>` or a part of it
 * @throws {@link TelemetryError} STREAM_UNAVAILABLE if the server has no JetStream or refuses the stream
 */
export async function ensureTelemetryStream(
  connection: NatsConnection,
  options: TelemetryStreamOptions = {},
): Promise<EnsuredStream> {
  const resolved = resolveStreamOptions(options)
  const { name, domain, apiPrefix } = resolved
  const access = {
    ...(domain !== undefined && { domain }),
    ...(apiPrefix !== undefined && { apiPrefix }),
  }
  try {
    const manager = await jetstreamManager(connection, access)
    const { adopted, info } = await addOrAdopt(manager, resolved)
    return { ...info, adopted, differences: adopted ? streamDifferences(info.config, options) : [] }
  } catch (error) {
    if (errorCode(error) !== STREAM_SUBJECT_OVERLAP) throw unavailable(error, name)
    const manager = await jetstreamManager(connection, { ...access, checkAPI: false })
    throw subjectTaken(error, name, await findHolder(manager))
  }
}

interface Found {
  readonly info: StreamInfo
  readonly adopted: boolean
}

async function addOrAdopt(
  manager: JetStreamManager,
  options: ResolvedStreamOptions,
): Promise<Found> {
  try {
    return { info: await manager.streams.info(options.name), adopted: true }
  } catch (error) {
    if (errorCode(error) !== STREAM_NOT_FOUND) throw error
  }
  try {
    return { info: await manager.streams.add(streamConfig(options)), adopted: false }
  } catch (error) {
    // Somebody else was quicker, with other limits: theirs it is.
    if (errorCode(error) !== STREAM_NAME_EXIST) throw error
    return { info: await manager.streams.info(options.name), adopted: true }
  }
}

// err_code of the server's errors.json; their text may change.
const STREAM_NOT_FOUND = 10059
const STREAM_NAME_EXIST = 10058
const STREAM_SUBJECT_OVERLAP = 10065

function errorCode(error: unknown): number | undefined {
  return error instanceof JetStreamApiError ? error.code : undefined
}

// Of a user who may not ask for names, none is known.
async function findHolder({ streams }: JetStreamManager): Promise<string> {
  try {
    for await (const name of streams.names(TELEMETRY_SUBJECTS)) return name
  } catch {
    return ANOTHER
  }
  return ANOTHER
}

const ANOTHER = 'another stream'

function subjectTaken(cause: unknown, name: string, holder: string): TelemetryError {
  const whom = holder === ANOTHER ? 'it' : holder
  return new TelemetryError(
    'SUBJECT_TAKEN',
    `stream ${name} cannot store ${TELEMETRY_SUBJECTS}, ${holder} stores a part of it`,
    { hint: `name that stream in place of ${name}, or take the subjects from ${whom}`, cause },
  )
}

function unavailable(cause: unknown, name: string): TelemetryError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new TelemetryError('STREAM_UNAVAILABLE', `stream ${name} cannot be had: ${reason}`, {
    hint: 'JetStream must be enabled for the account, with room for the stream and its replicas',
    cause,
  })
}
