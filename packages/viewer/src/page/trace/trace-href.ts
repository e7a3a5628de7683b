import { traceSource } from '../client/trace-source.ts'
import { changeParams } from '../router/params.ts'
import { formatRoute } from '../router/route.ts'
import { hrefOf } from '../router/location.ts'
import { formatTraceState, type TraceState } from './trace-state.ts'

/** The whole address of a trace as it is shown, to be given to others; on a page from disk that of the file. */
export function traceAddress(traceId: string, state: TraceState): string {
  const href = traceHref(traceId, state)
  if (traceSource().isLive) return new URL(href, location.href).href
  const [file = ''] = location.href.split('#')
  return `${file}#${href.slice(href.indexOf('?') + 1)}`
}

/** The link to a span, in the waterfall of its trace. */
export function spanHref(traceId: string, spanId: string): string {
  const params = new URLSearchParams({ span: spanId })
  return hrefOf(formatRoute({ page: 'trace', traceId }), params)
}

/** The link to a trace as it is shown. */
function traceHref(traceId: string, state: TraceState): string {
  const params = changeParams(new URLSearchParams(), formatTraceState(state))
  return hrefOf(formatRoute({ page: 'trace', traceId }), params)
}
