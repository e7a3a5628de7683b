import type { VNode } from 'preact'
import type { SpanDetail, SpanDetailLink } from '../../../api/span-detail.ts'
import { ServiceName } from '../../element/service-name.tsx'
import { Text } from '../../element/text.tsx'
import { spanHref } from '../trace-href.ts'
import { traceSource } from '../../client/trace-source.ts'
import { AttributeLine } from './attribute-line.tsx'

/** Links in both directions: the spans that this one names, and those that name it, such as a producer's consumers. */
export function LinkList({ span }: { readonly span: SpanDetail }): VNode {
  return (
    <>
      {span.links.length > 0 && <h3>Links to</h3>}
      <Links links={span.links} from={span} />
      {span.linkedFrom.length > 0 && <h3>Linked from</h3>}
      <Links links={span.linkedFrom} from={span} />
    </>
  )
}

function Links(props: {
  readonly links: readonly SpanDetailLink[]
  readonly from: SpanDetail
}): VNode {
  return (
    <ul class="sp-links">
      {props.links.map((link, index) => (
        <li key={index}>
          <LinkTarget link={link} isSameTrace={link.traceId === props.from.traceId} />
          <AttributeLine attributes={link.attributes} />
        </li>
      ))}
    </ul>
  )
}

function LinkTarget(props: {
  readonly link: SpanDetailLink
  readonly isSameTrace: boolean
}): VNode {
  const { link, isSameTrace } = props
  const { traceId, spanId, name, service } = link
  const content = (
    <>
      {service === undefined ? <code>{spanId}</code> : <ServiceName name={service} />}
      {name !== undefined && (
        <span>
          <Text value={name} />
        </span>
      )}
      <small>{isSameTrace ? 'in this trace' : `in trace ${traceId.slice(0, 8)}…`}</small>
    </>
  )
  // A file on disk has one trace only.
  if (!isSameTrace && !traceSource().isLive) return <span class="sp-link">{content}</span>
  return (
    <a class="sp-link" href={spanHref(traceId, spanId)}>
      {content}
    </a>
  )
}
