import { TraceFlags, type SpanContext, type TraceState } from '@opentelemetry/api'
import { reportFailure } from '../../safely.ts'
import { parseSpanId, parseTraceId, type SpanIds } from './span-ids.ts'

/** What a span continues: the span that is its parent, or a trace that begins with it. */
export interface SpanOrigin extends SpanIds {
  /** The low 8 bits are the trace flags. */
  readonly flags: number
  readonly traceState: TraceState | undefined
  /** Whether the parent is in another process. @default false */
  readonly isRemote?: boolean
}

/** What a span context says, as far as it can be read; `undefined` where its ids are invalid, or there is none. */
export function toOrigin(spanContext: SpanContext | undefined): SpanOrigin | undefined {
  if (typeof spanContext !== 'object' || spanContext === null) return undefined
  try {
    return readOrigin(spanContext)
  } catch (error) {
    reportFailure('reading a span context', error)
    return undefined
  }
}

function readOrigin(spanContext: SpanContext): SpanOrigin | undefined {
  const bits = parseTraceId(spanContext.traceId)
  const span = bits && parseSpanId(spanContext.spanId)
  if (bits === undefined || span === undefined) return undefined

  const { traceFlags, traceState, isRemote } = spanContext
  return {
    trace: bits,
    high: span.high,
    low: span.low,
    flags: typeof traceFlags === 'number' ? traceFlags : TraceFlags.NONE,
    traceState: typeof traceState?.serialize === 'function' ? traceState : undefined,
    isRemote: isRemote === true,
  }
}
