import {
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream'
import { matchesSubject } from '../../names/matches-subject.ts'
import type { Difference } from '../service/problem.ts'
import { differences } from './differences.ts'
import { PROVISION_HINT, provisionFailed } from './provision-failed.ts'
import type { NamedStreamConfig } from './stream-defaults.ts'

/** A stream that is to be there. */
export interface WantedStream {
  /** What it is made with if it is missing, but for {@link asked}. */
  readonly defaults: NamedStreamConfig
  /** What the application asks for. */
  readonly asked: Partial<StreamConfig>
  readonly mode: 'create' | 'update' | 'bind'
}

/**
 * Sees to it that a stream is there, and gives what it has other than it was asked for.
 *
 * One that exists is never made smaller than it is: what the application did not ask for is left as
 * it was found, but for subjects that are missing.
 *
 * @throws {@link TransportError} PROVISION_FAILED if it is not there and cannot be made
 */
export async function ensureStream(
  { streams }: JetStreamManager,
  { defaults, asked, mode }: WantedStream,
): Promise<readonly Difference[]> {
  const wanted = { ...defaults, ...asked, name: defaults.name }
  const found = await find(streams, wanted.name)
  if (found) return adopt(found)
  if (mode === 'bind') {
    throw provisionFailed(`stream ${wanted.name} does not exist`, undefined, PROVISION_HINT.missing)
  }
  try {
    await streams.add(wanted)
    return []
  } catch (error) {
    // Another instance of the service was faster.
    const made = isNameTaken(error) ? await find(streams, wanted.name) : undefined
    if (made) return adopt(made)
    throw provisionFailed(`stream ${wanted.name} cannot be created`, error, PROVISION_HINT.refused)
  }

  async function adopt(current: StreamConfig): Promise<readonly Difference[]> {
    const subjects = allSubjects(current.subjects, wanted.subjects)
    const isAdded = subjects.length > current.subjects.length
    const wantedHere = {
      retention: wanted.retention,
      ...asked,
      name: wanted.name,
      ...(isAdded && { subjects }),
    }
    const different = differences(wantedHere, current)
    if (mode !== 'update' || different.length === 0) return different
    try {
      await streams.update(wanted.name, { ...current, ...wantedHere })
      return []
    } catch {
      // What it is that NATS does not change is told by the differences that are left.
      return different
    }
  }
}

type Streams = JetStreamManager['streams']

async function find(streams: Streams, name: string): Promise<StreamConfig | undefined> {
  try {
    return (await streams.info(name)).config
  } catch (error) {
    if (isApiError(error, JetStreamApiCodes.StreamNotFound)) return undefined
    throw provisionFailed(`stream ${name} cannot be looked up`, error, PROVISION_HINT.refused)
  }
}

function isNameTaken(error: unknown): boolean {
  return isApiError(error, STREAM_NAME_IN_USE)
}

function isApiError(error: unknown, code: number): boolean {
  return error instanceof JetStreamApiError && error.code === code
}

// One of the error codes of JetStream's API (server/errors.json).
const STREAM_NAME_IN_USE = 10058

// Subjects of others are left; what one that is there covers already is not added.
function allSubjects(found: readonly string[], wanted: readonly string[]): string[] {
  const added = wanted.filter((subject) => !found.some((each) => matchesSubject(each, subject)))
  return [...found, ...added]
}
