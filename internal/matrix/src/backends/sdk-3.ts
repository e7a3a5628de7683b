import { startSdk } from '@hopscope/otel-3'
import type { Backend } from '../backend.ts'
import { fromSdk } from './from-sdk.ts'

/** OpenTelemetry's SDK 3. */
export function start(): Backend {
  const spans = startSdk()
  return { ended: () => spans().map((span) => fromSdk(span)) }
}
