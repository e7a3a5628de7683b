import type { JourneyView } from '../../api/journey-view.ts'
import type { TraceEvents } from '../../api/span-detail.ts'
import type { TopologyView } from '../../api/topology-view.ts'
import type { TraceView } from '../../api/trace-view.ts'
import type { EmbeddedTrace } from '../../exchange/export/to-html.ts'
import type { IndexRequest } from '../../trace-index/index-request.ts'
import { ViewerError } from '../../viewer-error.ts'
import type { IndexPort } from '../ports.ts'
import { askBytes, NO_TRACE } from './ask-index.ts'

/**
 * Everything that the page of a trace may ask for.
 *
 * @throws {@link Refusal} TRACE_UNKNOWN if there is no such trace
 * @throws {@link ViewerError} LIMIT_EXCEEDED if it has more than 20 000 spans
 */
export async function collectTrace(
  index: IndexPort,
  traceId: string,
  signal: AbortSignal,
): Promise<EmbeddedTrace> {
  const ask = async (request: IndexRequest): Promise<unknown> => {
    return JSON.parse(new TextDecoder().decode(await askBytes(index, request, NO_TRACE, signal)))
  }
  // The worker and this thread are of one build.
  const view = (await ask({ type: 'trace', traceId })) as TraceView
  requireRoom(view)
  return {
    view,
    journey: (await ask({ type: 'journey', traceId })) as JourneyView,
    map: (await ask({ type: 'trace-map', traceId })) as TopologyView,
    events: (await ask({ type: 'events', traceId })) as TraceEvents,
    spans: (await ask({ type: 'spans', traceId })) as EmbeddedTrace['spans'],
  }
}

function requireRoom({ rows }: TraceView): void {
  const count = rows.parents.length
  if (count <= MAX_SPANS) return
  throw new ViewerError('LIMIT_EXCEEDED', `the trace has ${count} spans`, {
    hint: `a page holds ${MAX_SPANS} at the most: export it as otlp, and import that where it is read`,
  })
}

const MAX_SPANS = 20_000
