import type { VNode } from 'preact'
import type { ProbeResult } from '../../api/probe-view.ts'
import { CopyButton } from '../element/copy-button.tsx'
import { Icon } from '../element/icon.tsx'
import { Text } from '../element/text.tsx'
import { visibleBlock } from '../format/visible-text.ts'

/** What became of a probe: its verdict, its way as text, and the headers it was sent with. */
export function ProbeOutcome({ result }: { readonly result: ProbeResult }): VNode {
  const { traceId, isComplete, verdict, headers, text } = result
  return (
    <section class="section" aria-label="result">
      <div class="probe-verdict" role="status">
        <span class={`badge ${isComplete ? 'badge-ok' : 'badge-warn'}`}>
          <Icon name={isComplete ? 'check' : 'warning'} />
          {isComplete ? 'every server answered' : 'not every server answered'}
        </span>
        <h2>
          <Text value={verdict.slice(0, 1).toUpperCase() + verdict.slice(1)} />
        </h2>
        {traceId !== undefined && (
          <span class="probe-links">
            <a class="button button-primary" href={`/t/${traceId}?view=map`}>
              Show on the map
            </a>
            <a class="button" href={`/t/${traceId}`}>
              Open the trace
            </a>
          </span>
        )}
      </div>
      <div class="panel probe-text">
        <CopyButton text={text} label="copy the text" />
        <pre tabIndex={0}>{visibleBlock(text)}</pre>
      </div>
      <h3>Headers it was sent with</h3>
      <dl class="probe-headers">
        {headers.map(([name, value]) => (
          <div key={name}>
            <dt>
              <Text value={name} />
            </dt>
            <dd>
              <Text value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
