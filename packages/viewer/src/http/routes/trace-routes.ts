import type { IndexRequest, TracesRequest } from '../../trace-index/index-request.ts'
import type { IndexPort } from '../ports.ts'
import { askIndex, NO_ANSWER, NO_SPAN, NO_TRACE } from './ask-index.ts'
import { queryParam, requireLimit, requireOneOf, requireShort } from './params.ts'
import { requireSpanId, requireTraceId } from './params.ts'
import type { Call, Route } from './route.ts'
import { timeRange } from './time-range.ts'

/** Traces: the list of them, and what is in one. */
export function traceRoutes(index: IndexPort): readonly Route[] {
  const ofTrace = (path: '' | '/events' | '/journey' | '/map', type: PartType): Route => ({
    method: 'GET',
    path: `/api/v1/traces/{traceId}${path}`,
    run: async (call) => {
      const traceId = requireTraceId(call.param('traceId'))
      return askIndex(index, { type, traceId }, NO_TRACE, call.signal)
    },
  })
  return [
    {
      method: 'GET',
      path: '/api/v1/traces',
      run: async ({ query, signal }) => askIndex(index, tracesRequest(query), NO_ANSWER, signal),
    },
    ofTrace('', 'trace'),
    ofTrace('/events', 'events'),
    ofTrace('/journey', 'journey'),
    ofTrace('/map', 'trace-map'),
    {
      method: 'GET',
      path: '/api/v1/traces/{traceId}/spans/{spanId}',
      run: async (call) => askIndex(index, spanRequest(call), NO_SPAN, call.signal),
    },
  ]
}

type PartType = 'trace' | 'events' | 'journey' | 'trace-map'

/** The query of a reader, of as much as the index would parse. */
export function queryText(query: URLSearchParams): string {
  const q = queryParam(query, 'q')
  return q ? requireShort(q, MAX_QUERY_CHARACTERS) : ''
}

function tracesRequest(query: URLSearchParams): TracesRequest {
  const limit = queryParam(query, 'limit')
  const before = queryParam(query, 'before')
  const sort = queryParam(query, 'sort')
  return {
    type: 'traces',
    query: queryText(query),
    ...timeRange(query),
    ...(limit && { limit: requireLimit(limit, MAX_TRACES) }),
    ...(before && { before: requireShort(before, MAX_CURSOR_CHARACTERS) }),
    ...(sort && { sort: requireOneOf(sort, ['newest', 'slowest']) }),
  }
}

function spanRequest(call: Call): IndexRequest {
  return {
    type: 'span',
    traceId: requireTraceId(call.param('traceId')),
    spanId: requireSpanId(call.param('spanId')),
  }
}

const MAX_TRACES = 1000
const MAX_QUERY_CHARACTERS = 4096
const MAX_CURSOR_CHARACTERS = 256
