import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** Files that a trace can be had as. */
const FORMATS = [
  ['otlp', 'OTLP JSON', 'everything, for any OpenTelemetry tool'],
  ['html', 'Web page', 'one file that shows this page without a viewer'],
  ['markdown', 'Markdown', 'a summary to paste into an issue'],
  ['jaeger', 'Jaeger JSON', 'for the Jaeger UI'],
  ['trace-events', 'Trace events', 'what NATS servers told, an event a line'],
  ['chrome', 'Chrome trace', 'for Perfetto and chrome://tracing'],
] as const

/** Downloads of the trace. */
export function ExportMenu({ traceId }: { readonly traceId: string }): VNode {
  const ref = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const closeOutside = ({ target }: Event): void => {
      const menu = ref.current
      if (menu !== null && !(target instanceof Node && menu.contains(target))) menu.open = false
    }
    document.addEventListener('click', closeOutside)
    return () => document.removeEventListener('click', closeOutside)
  }, [])
  return (
    <details
      ref={ref}
      class="trace-export"
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Escape') currentTarget.open = false
      }}
    >
      <summary class="wf-button">Export ▾</summary>
      <ul>
        {FORMATS.map(([format, title, use]) => (
          <li key={format}>
            <a
              href={`/api/v1/traces/${encodeURIComponent(traceId)}/export?format=${format}`}
              download=""
              onClick={() => ref.current?.removeAttribute('open')}
            >
              <b>{title}</b>
              <small>{use}</small>
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}
