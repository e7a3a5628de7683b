import { isSpanContextValid, trace, TraceFlags, type Context } from '@opentelemetry/api'
import { ObserveError } from '../observe-error.ts'
import { withRemoteParent } from '../w3c/remote-parent.ts'

/** The span in another process that spans of this one continue. */
export interface ParentInfo {
  /** 32 lower-case hex digits. */
  readonly traceId: string
  /** 16 lower-case hex digits. */
  readonly spanId: string
  /** The W3C trace flags. @default 1, sampled */
  readonly traceFlags?: number
}

/**
 * A context whose next span continues the remote `parent`.
 *
 * It is the slot that OpenTelemetry's API keeps a span context in, so that propagators, samplers and
 * any tracer see it; of a remote parent and a local span, the one set last wins.
 *
 * @throws {@link ObserveError} PARENT_INVALID if an id has the wrong length, is not lower-case hex, or is all zeros
 */
export function contextWithParentInfo(context: Context, parent: ParentInfo): Context {
  const spanContext = {
    traceId: parent.traceId,
    spanId: parent.spanId,
    traceFlags: parent.traceFlags ?? TraceFlags.SAMPLED,
    isRemote: true,
  }
  const isLowerCase = !/[A-F]/.test(parent.traceId + parent.spanId)
  if (!isLowerCase || !isSpanContextValid(spanContext)) {
    throw new ObserveError(
      'PARENT_INVALID',
      `parent ${JSON.stringify(parent.traceId)}/${JSON.stringify(parent.spanId)} is no span of a trace`,
      { hint: 'a trace id is 32 and a span id 16 lower-case hex digits, not all of them zero' },
    )
  }
  return withRemoteParent(context, spanContext)
}

/** The remote parent in `context`; none if it holds a local span or nothing. */
export function parentInfoFromContext(context: Context): Required<ParentInfo> | undefined {
  const spanContext = trace.getSpanContext(context)
  if (!spanContext?.isRemote || !isSpanContextValid(spanContext)) return undefined

  const { traceId, spanId, traceFlags } = spanContext
  return { traceId, spanId, traceFlags }
}
