import type { IndexRequest } from '../index-request.ts'
import type { AskContext } from './ask-context.ts'
import { allSpanDetails } from './all-span-details.ts'
import { facetsOf } from './facets-of.ts'
import { listMessages } from './list-messages.ts'
import { listMetrics } from './list-metrics.ts'
import { listServices } from './list-services.ts'
import { listTraces } from './list-traces.ts'
import { mapOf } from './map-of.ts'
import { messageView } from './message-view.ts'
import { serviceGraph } from './service-graph.ts'
import { spanDetail } from './span-detail.ts'
import { indexStatus } from './index-status.ts'
import { traceEvents, traceJourney, traceMap, traceOtlp, traceView } from './trace-views.ts'

/**
 * Answers a question by the text of its JSON; `undefined` where there is no such thing.
 *
 * @throws {@link ViewerError} QUERY_INVALID if the query is none
 * @throws {@link ViewerError} QUERY_TIMEOUT if it takes longer than it may
 */
export function answer(context: AskContext, request: IndexRequest): string | undefined {
  // OTLP has integers that JSON's own writer cannot tell from doubles.
  if (request.type === 'otlp') return traceOtlp(context, request.traceId)
  const found = find(context, request)
  return found === undefined ? undefined : JSON.stringify(found)
}

function find(
  context: AskContext,
  request: Exclude<IndexRequest, { type: 'otlp' }>,
): object | undefined {
  switch (request.type) {
    case 'traces':
      return listTraces(context, request)
    case 'trace':
      return traceView(context, request.traceId)
    case 'span':
      return spanDetail(context, request)
    case 'spans':
      return allSpanDetails(context, request.traceId)
    case 'events':
      return traceEvents(context, request.traceId)
    case 'journey':
      return traceJourney(context, request.traceId)
    case 'trace-map':
      return traceMap(context, request.traceId)
    case 'map':
      return mapOf(context, request)
    case 'services':
      return listServices(context, request)
    case 'service-graph':
      return serviceGraph(context, request)
    case 'facets':
      return facetsOf(context, request)
    case 'metrics':
      return listMetrics(context)
    case 'messages':
      return listMessages(context, request)
    case 'message':
      return messageView(context, request)
    default:
      return indexStatus(context)
  }
}
