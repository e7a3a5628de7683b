import type { NatsConnection } from '@nats-io/nats-core'
import { ViewerError } from '../viewer-error.ts'

/** What is indexed, where it is kept, and how much of it. */
export interface TraceIndexOptions {
  /** What the stream is read through. @default nothing is read: the index holds what is added */
  readonly connection?: NatsConnection
  /** @default 'TELEMETRY' */
  readonly stream?: string
  /**
   * What was stored before is not read into an index that is empty: of a trace that went on at that time, what came first is not
   * there. Who asks for traces since then lets the index read from some minutes earlier, and asks by `fromMs`.
   *
   * @default all that the stream holds is read
   */
  readonly since?: Date
  /** The file of the index, which nobody else may read; it is created with its folder. @default in memory */
  readonly path?: string
  /** The oldest traces go when the index is larger. @default 1_073_741_824 for a file, 268_435_456 in memory */
  readonly maxBytes?: number
  /** Traces that began longer ago go, in milliseconds. @default 604_800_000 (7 days) */
  readonly maxAgeMs?: number
  /** Spans of one trace that are kept; more are counted. @default 100_000 */
  readonly maxSpansPerTrace?: number
  /** How long a question may take, in milliseconds. @default 10_000 */
  readonly queryTimeoutMs?: number
  /** Keep the payloads that spans carry in `messaging.nats.message.body`. @default false */
  readonly storePayloads?: boolean
}

/** What the worker needs to know of {@link TraceIndexOptions}. */
export interface IndexLimits {
  readonly path?: string
  readonly maxBytes: number
  readonly maxAgeMs: number
  readonly maxSpansPerTrace: number
  readonly queryTimeoutMs: number
  readonly storePayloads: boolean
}

/**
 * The options with their defaults.
 *
 * @throws {@link ViewerError} LIMIT_EXCEEDED if a number is out of its range
 */
export function resolveLimits(options: TraceIndexOptions): IndexLimits {
  const limits: IndexLimits = {
    ...(options.path !== undefined && { path: options.path }),
    maxBytes: options.maxBytes ?? (options.path === undefined ? 256 * MIB : 1024 * MIB),
    maxAgeMs: options.maxAgeMs ?? 7 * 24 * 60 * 60 * 1000,
    maxSpansPerTrace: options.maxSpansPerTrace ?? 100_000,
    queryTimeoutMs: options.queryTimeoutMs ?? 10_000,
    storePayloads: options.storePayloads ?? false,
  }
  requireAtLeast('maxBytes', limits.maxBytes, MIB)
  requireAtLeast('maxAgeMs', limits.maxAgeMs, 1)
  requireAtLeast('maxSpansPerTrace', limits.maxSpansPerTrace, 1)
  requireAtLeast('queryTimeoutMs', limits.queryTimeoutMs, 1)
  return limits
}

const MIB = 1024 * 1024

function requireAtLeast(name: string, value: number, least: number): void {
  if (Number.isFinite(value) && value >= least) return
  throw new ViewerError('LIMIT_EXCEEDED', `${name} must be at least ${least}, got ${value}`)
}
