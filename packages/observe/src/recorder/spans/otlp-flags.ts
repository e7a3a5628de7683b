import { TraceFlags } from '@opentelemetry/api'
import type { SpanOrigin } from './span-origin.ts'

/**
 * OTLP's flags of a link: the trace flags, and whether the other side is in another process.
 *
 * SpanFlags of OTLP's trace.proto: bit 8 says that bit 9 is meant, bit 9 that the other side is remote.
 */
export function linkFlags(traceFlags: number, isRemote: boolean): number {
  return (traceFlags & 0xff) | (isRemote ? 0x300 : 0x100)
}

/** OTLP's flags of a span that is recorded; of one without a parent, nothing is remote or not. */
export function spanFlags({ high, low, flags, isRemote }: SpanOrigin): number {
  const sampled = (flags & 0xff) | TraceFlags.SAMPLED
  return (high | low) === 0 ? sampled : linkFlags(sampled, isRemote === true)
}
