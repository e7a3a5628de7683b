import { context, SpanKind, type Attributes } from '@opentelemetry/api'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { recordFailure } from '../connection/record-failure.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { MessageWithHeaders } from '../propagation/extract-w3c.ts'
import { isTracingSuppressed } from '../connection/without-tracing.ts'

/** Something stored that is being read: its span, up to its end. */
export interface Read {
  /** Links the span to the one that stored it, of which it is no child: that may be long ago. */
  linkTo(stored: MessageWithHeaders): void
  /** Ends the span of what was read. */
  end(attributes?: Attributes): void
  /** Ends the span of what could not be read. */
  fail(error: unknown): void
}

/** Something stored that is about to be read. */
export interface Wanted {
  /** The subject that it is stored at. */
  readonly subject: string
  readonly attributes: Attributes
}

/** Starts the span `get {bucket}`; nothing for a subject that is not traced, or if that fails. */
export function startRead(
  instrumentation: Instrumentation | undefined,
  wanted: Wanted,
): Read | undefined {
  if (!instrumentation) return undefined
  try {
    return openRead(instrumentation, wanted)
  } catch (error) {
    instrumentation.failed(error)
    return undefined
  }
}

function openRead(
  instrumentation: Instrumentation,
  { subject, attributes }: Wanted,
): Read | undefined {
  const { nameOf, measure, observe, server, tracer, propagation } = instrumentation
  const parent = context.active()
  const name = nameOf(subject)
  if (!name.isTraced || isTracingSuppressed(parent)) return undefined

  const startMs = measure.startMs()
  const span = tracer.startSpan(
    `get ${name.display}`,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        ...server().ofSpans,
        [ATTRIBUTE.operationName]: 'get',
        [ATTRIBUTE.operationType]: 'receive',
        [ATTRIBUTE.destinationName]: subject,
        ...(name.template !== undefined && { [ATTRIBUTE.destinationTemplate]: name.template }),
        ...attributes,
      },
    },
    parent,
  )
  return {
    linkTo(stored) {
      observe(() => {
        const { spanContext } = propagation.extract(stored)
        if (spanContext) span.addLink({ context: spanContext })
      })
    },
    end: (found) =>
      observe(() => {
        if (found) span.setAttributes(found)
        finish(undefined)
      }),
    fail: (error) => observe(() => finish(recordFailure(instrumentation, span, error))),
  }

  function finish(errorType: string | undefined): void {
    span.end()
    if (startMs === 0) return
    const operation = { operation: 'get', operationType: 'receive', subject: name } as const
    measure.asked(startMs, { ...operation, attributes: server().ofMetrics, errorType })
  }
}
