import type { ConnectionFlags } from '../connect/connection-flags.ts'
import type { TelemetryStreamOptions } from '@hopscope/telemetry'

/** What every `hopscope stream …` takes. */
export interface StreamFlags extends ConnectionFlags {
  /** @default 'TELEMETRY' */
  readonly name?: string
  readonly json?: boolean
}

/** What `hopscope stream ensure` takes; what it leaves out has the defaults of the stream. */
export interface EnsureFlags extends StreamFlags {
  /** Milliseconds. */
  readonly maxAge?: number
  /** -1 is unlimited. */
  readonly maxBytes?: number
  readonly maxMessages?: number
  readonly maxMessageBytes?: number
  /** Milliseconds. */
  readonly duplicateWindow?: number
  readonly replicas?: number
  readonly storage?: 'file' | 'memory'
  readonly compression?: 's2' | 'none'
  readonly cluster?: string
  readonly tag?: readonly string[]
}

/** The options of the stream that flags say. */
export function streamOptions(flags: EnsureFlags): TelemetryStreamOptions {
  const { name, maxAge, maxBytes, maxMessages, maxMessageBytes, duplicateWindow } = flags
  const { replicas, storage, compression, cluster, tag } = flags
  return {
    ...(name !== undefined && { name }),
    ...(maxAge !== undefined && { maxAgeMs: maxAge }),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(maxMessages !== undefined && { maxMessages }),
    ...(maxMessageBytes !== undefined && { maxMessageBytes }),
    ...(duplicateWindow !== undefined && { duplicateWindowMs: duplicateWindow }),
    ...(replicas !== undefined && { replicas }),
    ...(storage !== undefined && { storage }),
    ...(compression !== undefined && { compression }),
    ...(cluster !== undefined && { cluster }),
    ...(tag !== undefined && { tags: tag }),
  }
}
