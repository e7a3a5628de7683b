import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import { traceSource } from '../../client/trace-source.ts'
import { CopyButton } from '../../element/copy-button.tsx'
import { formatExact } from '../../format/count.ts'
import { jsonText } from '../model/json-text.ts'
import {
  at,
  detailOf,
  nameOf,
  roleOf,
  serviceOf,
  spanIdOf,
  type TraceModel,
} from '../model/trace-model.ts'
import type { TraceViewProps } from '../trace-view-props.ts'

/** Spans beyond these are left out of the text; the export has them all. */
const MAX_SPANS = 2000

/** The trace as text, a span an object: to read, search and copy. */
export function JsonView({ model }: TraceViewProps): VNode {
  const text = useMemo(() => jsonText(toDocument(model)), [model])
  const { traceId } = model.view
  return (
    <section class="trace-scroll" aria-label="JSON">
      <div class="wf-toolbar">
        <CopyButton text={text} label="Copy all" />
        {model.size > MAX_SPANS && <span>The first {formatExact(MAX_SPANS)} spans.</span>}
        <span class="wf-space" />
        {traceSource().isLive && (
          <a href={`/api/v1/traces/${encodeURIComponent(traceId)}/export?format=otlp`} download="">
            Everything as OTLP JSON
          </a>
        )}
      </div>
      <pre class="trace-json" tabIndex={0}>
        {text}
      </pre>
    </section>
  )
}

function toDocument(model: TraceModel): unknown {
  const { traceId, startUnixNano, durationNs, verdict, summary, time, gaps } = model.view
  const spans = Array.from({ length: Math.min(model.size, MAX_SPANS) }, (_, row) => ({
    spanId: spanIdOf(model, row),
    parentSpanId: spanIdOf(model, at(model.parents, row)),
    name: nameOf(model, row),
    service: serviceOf(model, row),
    role: roleOf(model, row),
    startNs: at(model.starts, row),
    durationNs: at(model.durations, row),
    detail: detailOf(model, row) || undefined,
  }))
  return { traceId, startUnixNano, durationNs, verdict, summary, time, gaps, spans }
}
