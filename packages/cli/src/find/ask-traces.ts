import type { TraceIndex, TraceList, TracesRequest } from '@hopscope/viewer'

/** Asks an index for traces. */
export async function askTraces(index: TraceIndex, request: TracesRequest): Promise<TraceList> {
  const bytes = await index.ask(request)
  // The index always has an answer to this question, of this shape.
  return JSON.parse(new TextDecoder().decode(bytes)) as TraceList
}
