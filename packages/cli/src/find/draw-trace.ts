import { parseTracesJson } from '@hopscope/observe/otlp'
import { assembleJourney, flatten, renderJourney } from '@hopscope/path'
import type { TraceIndex } from '@hopscope/viewer'
import type { Output } from '../io.ts'

/** The tree of a trace that the index has, as `hopscope demo` draws it. */
export async function drawTrace(
  index: TraceIndex,
  traceId: string,
  { width, isTerminal, color }: Output,
): Promise<string> {
  const bytes = await index.ask({ type: 'otlp', traceId })
  const traces = bytes && parseTracesJson(new TextDecoder().decode(bytes))
  if (!traces) return ''
  const journey = assembleJourney(flatten(traces.resourceSpans))
  return renderJourney(journey, { width: isTerminal ? width : PIPE_WIDTH, color })
}

/** Columns of a picture that goes to a file or a pipe: enough for the whole of it. */
const PIPE_WIDTH = 120
