import type { HeaderCarrier } from '@hopscope/observe/headers'

/** The little of a stored message that says what telemetry it is. */
export interface StoredTelemetry {
  readonly subject: string
  readonly data: Uint8Array
  readonly headers?: HeaderCarrier | undefined
}
