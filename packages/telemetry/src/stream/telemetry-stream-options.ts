import { checkChoice } from '../collect/check-choice.ts'
import { TELEMETRY_STREAM } from '../subjects.ts'
import { TelemetryError } from '../telemetry-error.ts'

/** How the stream is made, where there is none yet. */
export interface TelemetryStreamOptions {
  /** @default 'TELEMETRY' */
  readonly name?: string
  /** Age at which the server drops telemetry, in milliseconds, 100 at least; 0 keeps it for ever. @default 604_800_000 (7 days) */
  readonly maxAgeMs?: number
  /** Size at which the server drops the oldest, in bytes; -1 for no limit. @default 1_073_741_824 (1 GiB) */
  readonly maxBytes?: number
  /** Number of messages at which the server drops the oldest; -1 for no limit. @default -1 */
  readonly maxMessages?: number
  /** Size of a message that the stream refuses, in bytes; -1 for that of the server. @default -1 */
  readonly maxMessageBytes?: number
  /** Within this time the server takes a message id only once, in milliseconds, 100 to `maxAgeMs`. @default 5_000, or `maxAgeMs` if that is less */
  readonly duplicateWindowMs?: number
  /** Copies kept by a cluster, 1 to 5. @default 1 */
  readonly replicas?: number
  /** `memory` is faster and gone with the server. @default 'file' */
  readonly storage?: 'file' | 'memory'
  /** Whether the server compresses what it keeps in files. @default 'none' */
  readonly compression?: 's2' | 'none'
  /** The cluster that keeps the stream. @default the one that the server chooses */
  readonly cluster?: string
  /** Tags that every server has which keeps the stream. @default none */
  readonly tags?: readonly string[]
  /** The JetStream domain that keeps the stream. @default that of the account */
  readonly domain?: string
  /** What the subjects of the JetStream API begin with, without a dot at the end. @default '$JS.API' */
  readonly apiPrefix?: string
}

/** Options with their defaults filled in. */
export type ResolvedStreamOptions = Required<Omit<TelemetryStreamOptions, Optional>> &
  Pick<TelemetryStreamOptions, Optional>

type Optional = 'cluster' | 'domain' | 'apiPrefix'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000
const DUPLICATE_WINDOW_MS = 5_000

/** @throws {@link TelemetryError} OPTION_INVALID if an option is out of its range */
export function resolveStreamOptions(options: TelemetryStreamOptions): ResolvedStreamOptions {
  const { maxAgeMs = WEEK_MS } = options
  const resolved = {
    name: TELEMETRY_STREAM,
    maxAgeMs,
    maxBytes: 1024 ** 3,
    maxMessages: -1,
    maxMessageBytes: -1,
    // A server refuses a window that is longer than messages are kept.
    duplicateWindowMs: maxAgeMs > 0 ? Math.min(DUPLICATE_WINDOW_MS, maxAgeMs) : DUPLICATE_WINDOW_MS,
    replicas: 1,
    storage: 'file',
    compression: 'none',
    tags: [],
    ...options,
  } as const
  checkOptions(resolved)
  return resolved
}

function checkOptions(options: ResolvedStreamOptions): void {
  const { name, replicas } = options
  if (!NAME.test(name)) {
    throw invalid('name', 'be 1 to 255 characters, none a space or . * > / \\', `"${name}"`)
  }
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > 5) {
    throw invalid('replicas', 'be 1 to 5', replicas)
  }
  checkTimes(options)
  for (const limit of ['maxBytes', 'maxMessages', 'maxMessageBytes'] as const) {
    const value = options[limit]
    if (value !== -1 && !(Number.isSafeInteger(value) && value > 0)) {
      throw invalid(limit, 'be -1 or a whole number above 0', value)
    }
  }
  checkChoice('storage', options.storage, ['file', 'memory'])
  checkChoice('compression', options.compression, ['s2', 'none'])
}

const NAME = /^[^\s.*>/\\\p{Cc}]{1,255}$/u

function checkTimes({ maxAgeMs, duplicateWindowMs }: ResolvedStreamOptions): void {
  if (maxAgeMs !== 0 && !(maxAgeMs >= SHORTEST_MS && maxAgeMs < Infinity)) {
    throw invalid('maxAgeMs', `be 0 or ${SHORTEST_MS} at least, and finite`, maxAgeMs)
  }
  const longestMs = maxAgeMs === 0 ? Number.MAX_SAFE_INTEGER : maxAgeMs
  if (!(duplicateWindowMs >= SHORTEST_MS && duplicateWindowMs <= longestMs)) {
    throw invalid('duplicateWindowMs', `be ${SHORTEST_MS} to ${longestMs}`, duplicateWindowMs)
  }
}

// A server refuses what is shorter, and takes a window of 0 for two minutes.
const SHORTEST_MS = 100

function invalid(option: string, rule: string, value: string | number): TelemetryError {
  return new TelemetryError('OPTION_INVALID', `${option} must ${rule}, got ${value}`)
}
