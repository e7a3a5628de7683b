import type { ConnectionFlags } from '../../connect/connection-flags.ts'
import type { TraceFormat } from './trace-format.ts'

/** What a command line of `hopscope trace` says; what it leaves out is absent. */
export interface TraceFlags extends ConnectionFlags {
  readonly deliver?: boolean
  /** Each as in `key:value`. */
  readonly header?: readonly string[]
  /** Bytes. */
  readonly size?: number
  /** A dry run has replies sent to an inbox of its own instead. */
  readonly reply?: string
  /** `false` is `--no-traceparent`. */
  readonly traceparent?: boolean
  /** The `dest` of the account's `msg_trace`. */
  readonly msgTrace?: string

  readonly timestamp?: boolean
  readonly format?: TraceFormat
  readonly json?: boolean
  readonly ndjson?: boolean
  /** As `ndjson`: what the nats CLI calls it. */
  readonly trace?: boolean
  readonly showHeaders?: boolean

  readonly save?: string
  readonly replay?: string
  /** One file, to compare with a trace that is made now, or two. */
  readonly diff?: readonly string[]
  readonly count?: number
  /** Milliseconds between two traces; `true` when it is not said. */
  readonly watch?: number | true
  readonly expect?: readonly string[]
  readonly otlp?: string
  readonly publish?: boolean
}
