import type { VNode } from 'preact'
import type { SpanDetail } from '../../../api/span-detail.ts'
import { Text } from '../../element/text.tsx'
import { formatNs } from '../../format/duration.ts'
import { AttributeLine } from './attribute-line.tsx'

/** What happened during a span, with how long after its begin. */
export function EventList({ span }: { readonly span: SpanDetail }): VNode {
  return (
    <ol class="sp-events">
      {span.events.map((event, index) => (
        <li key={index} class={event.name === 'exception' ? 'is-error' : ''}>
          <header>
            <b>
              <Text value={event.name} />
            </b>
            <span>
              +{formatNs(Number(BigInt(event.timeUnixNano) - BigInt(span.startUnixNano)))}
            </span>
          </header>
          <AttributeLine attributes={event.attributes} />
        </li>
      ))}
    </ol>
  )
}
