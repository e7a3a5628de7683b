import type { ViewerFlags } from '../viewer/viewer-flags.ts'

/** What `hopscope up` takes. */
export interface UpFlags extends ViewerFlags {
  readonly natsPort: number
  /** More of nats-server's own configuration. */
  readonly config?: string
  readonly json?: boolean
}
