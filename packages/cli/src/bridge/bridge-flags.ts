import type { OtlpProtocol, Signal } from '@hopscope/telemetry/bridge'
import type { ConnectionFlags } from '../connect/connection-flags.ts'

/** How `hopscope bridge` tells what happens. */
export const LOG_FORMATS = ['text', 'json'] as const

/** What a command line of `hopscope bridge` says of the backend; what it leaves out is absent. */
export interface BackendFlags {
  readonly endpoint?: string
  readonly tracesEndpoint?: string
  readonly logsEndpoint?: string
  readonly metricsEndpoint?: string
  /** Each as in `key:value`. */
  readonly header?: readonly string[]
  readonly protocol?: OtlpProtocol
  readonly compression?: 'gzip' | 'none'
  readonly gzipMembers?: 'join' | 'recompress'
  /** Milliseconds. */
  readonly exportTimeout?: number
  readonly certificate?: string
  readonly clientKey?: string
  readonly clientCertificate?: string
}

/** What it says of the bridge itself; times are in milliseconds. */
export interface BridgeFlags extends BackendFlags, ConnectionFlags {
  readonly stream?: string
  readonly durable?: string
  readonly signals?: readonly Signal[]
  readonly fallbackService?: string
  readonly batchSize?: number
  readonly maxBatchBytes?: number
  readonly flushInterval?: number
  readonly maxRequests?: number
  readonly maxBytesInHand?: number
  readonly maxAttempts?: number
  readonly maxDeliveries?: number
  readonly retryDelay?: number
  readonly outageBackoff?: { readonly first: number; readonly longest: number }
  readonly ackWait?: number
  readonly maxAckPending?: number
  readonly deadLetterStream?: string
  readonly statsInterval?: number
  readonly http?: { readonly port: number; readonly host?: string }
  readonly log: (typeof LOG_FORMATS)[number]
  readonly stopTimeout: number
}
