import type { VNode } from 'preact'
import type { SpanDetail } from '../../../api/span-detail.ts'
import { Text } from '../../element/text.tsx'
import { formatNs } from '../../format/duration.ts'
import { AttributeLine } from './attribute-line.tsx'

/** Log records of a span, with how long after its begin. */
export function LogList({ span }: { readonly span: SpanDetail }): VNode {
  return (
    <ol class="sp-events">
      {span.logs.map((log, index) => (
        <li key={index} class={/^(ERROR|FATAL)/i.test(log.severity) ? 'is-error' : ''}>
          <header>
            <b>{log.severity}</b>
            <span>+{formatNs(Number(BigInt(log.timeUnixNano) - BigInt(span.startUnixNano)))}</span>
          </header>
          <p>
            <Text value={log.body} />
          </p>
          <AttributeLine attributes={log.attributes} />
        </li>
      ))}
    </ol>
  )
}
