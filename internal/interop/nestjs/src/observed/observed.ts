import type { Written } from '../recorded/conversation.ts'
import type { WireMessage } from '../recorded/fixture.ts'

/** What happened in a scenario, whether it was recorded or done again by ours. */
export interface Observed {
  /** What a client sent, in order. */
  readonly writes: readonly Write[]
  /** What a service got, in order: what was recorded, on both sides. */
  readonly got: readonly WireMessage[]
  /** What it wrote for each message that it got; absent for one of which that was not seen. */
  readonly reads: readonly (readonly Written[] | undefined)[]
  readonly handlers: readonly HandlerView[]
  readonly processes: readonly ProcessView[]
  /** Facts of one scenario alone, by their names. */
  readonly more: Readonly<Record<string, unknown>>
}

/** A message that a client sent, and what it knows of it. */
export interface Write {
  /** Absent when it could not be seen, since a scenario has no tap. */
  readonly message?: WireMessage
  /** Whose id `traceparent` has. */
  readonly traceparentOf: 'nobody' | 'the span of the send' | 'the active span' | 'another span'
  /** The span of the send; absent if there is none. */
  readonly span?: {
    readonly kind: string
    readonly status: 'ok' | 'error'
    readonly parent: string
  }
  /** What the call resolved to, or failed with; absent for one that is not recorded. */
  readonly outcome?: Outcome
}

/** What a call resolved to, or failed with: an envelope of the other side, or a code of ours. */
export type Outcome =
  | { readonly resolved: unknown }
  | { readonly rejected: unknown }
  | { readonly failed: string }

/** What a handler was given. */
export interface HandlerView {
  readonly subject: string
  readonly data: unknown
  readonly callerName: string | null
  readonly deliveryCount: number | null
  /** The id of the trace that is active, if a message has it; `a new one` or `none` otherwise. */
  readonly trace: string
  readonly isSampled: boolean
  readonly baggage: readonly (readonly [key: string, value: string])[] | null
}

/** The span in which a message was handled. */
export interface ProcessView {
  /** `the sender`, `none`, or what else. */
  readonly parent: string
  readonly traceState: string | null
  readonly status: 'ok' | 'error'
  readonly subject: string
  readonly messageId: unknown
  readonly deliveryCount: unknown
  readonly stream: unknown
}
