import type { TraceList } from '../../api/trace-summary.ts'
import { parseQuery } from '../../query/parse-query.ts'
import type { Query } from '../../query/query.ts'
import { ViewerError } from '../../viewer-error.ts'
import type { TracesRequest } from '../index-request.ts'
import { compileQuery } from '../search/compile-query.ts'
import { findTraces, type FoundTrace, type TraceSearch } from '../search/find-traces.ts'
import type { AskContext } from './ask-context.ts'
import { toNanoRange } from './time-range.ts'
import { traceNumber } from './trace-spans.ts'
import { summaryOf } from './trace-summary-of.ts'

/**
 * The traces that a query finds.
 *
 * @throws {@link ViewerError} QUERY_INVALID if the query is none
 */
export function listTraces(context: AskContext, request: TracesRequest): TraceList {
  const { store, coverage, revision, deadline } = context
  const query = parse(request.query)
  const limit = Math.min(Math.max(request.limit ?? 50, 1), MAX_LIMIT)
  const search = toSearch(context, request, query, limit + 1)
  const found = findTraces(store, search, deadline)
  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1) : undefined
  const isNothing = found.length === 0 && request.traceIds === undefined
  const narrowest = isNothing ? narrowestTerm(context, request, query) : undefined
  return {
    traces: shown.map((trace) => summaryOf(store, trace, deadline)),
    ...(last !== undefined && { next: `${last.rank}.${last.traceId}` }),
    coverage,
    revision,
    ...(narrowest !== undefined && { narrowestTerm: narrowest }),
  }
}

const MAX_LIMIT = 1_000
const MAX_AMONG = 500

function parse(text: string): Query {
  const query = parseQuery(text)
  if (!('problem' in query)) return query
  const { problem, hint } = query
  throw new ViewerError('QUERY_INVALID', problem, { hint })
}

function toSearch(
  { store }: AskContext,
  request: TracesRequest,
  query: Query,
  limit: number,
): TraceSearch {
  const after = parseNext(request.before)
  const among = request.traceIds
    ?.slice(0, MAX_AMONG)
    .flatMap((traceId) => traceNumber(store, traceId) ?? [])
  return {
    query: compileQuery(store, query),
    sort: request.sort ?? 'newest',
    ...toNanoRange(request),
    ...(after !== undefined && { after }),
    ...(among !== undefined && { among }),
    limit,
  }
}

function parseNext(text: string | undefined): Pick<FoundTrace, 'rank' | 'traceId'> | undefined {
  if (text === undefined) return undefined
  const [, rank, traceId] = /^(\d{1,19})\.([0-9a-f]{32})$/.exec(text) ?? []
  if (rank !== undefined && traceId !== undefined) return { rank: BigInt(rank), traceId }
  throw new ViewerError('QUERY_INVALID', 'before is not what an answer had as next', {
    hint: 'ask without it for the first traces',
  })
}

// The term that rules most out is the one without which there is something.
function narrowestTerm(
  context: AskContext,
  request: TracesRequest,
  { terms }: Query,
): string | undefined {
  const { before: _, ...first } = request
  return terms.find((term) => {
    const others = { terms: terms.filter((each) => each !== term) }
    const search = toSearch(context, first, others, 1)
    return findTraces(context.store, search, context.deadline).length > 0
  })?.text
}
