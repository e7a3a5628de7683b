/** `POST /api/v1/probe`. */
export interface ProbeRequest {
  /** A subject without wildcards. */
  readonly subject: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly payload?: string
  /** Deliver the message for real. It needs a viewer that may publish. @default false */
  readonly deliver?: boolean
}

export interface ProbeResult {
  /** Under which the probe is kept as a trace; absent when nothing reported. */
  readonly traceId?: string
  readonly isComplete: boolean
  /** What became of the message, as a sentence. */
  readonly verdict: string
  /** Headers that the probe was sent with. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Text of the tree, as `hopscope trace` prints it. */
  readonly text: string
}
