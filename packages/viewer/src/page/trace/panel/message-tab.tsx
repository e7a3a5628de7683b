import type { VNode } from 'preact'
import type { SpanDetail } from '../../../api/span-detail.ts'
import { Text } from '../../element/text.tsx'
import { Facts } from './facts.tsx'
import { messageFacts } from './message-facts.ts'

const HEADER_PREFIX = 'messaging.header.'
const BODY_KEY = 'messaging.nats.message.body'

/** The message of a span: what NATS knows of it, its headers as far as they were captured, its payload if it was. */
export function MessageTab({ span }: { readonly span: SpanDetail }): VNode {
  const headers = span.attributes.filter(({ key }) => key.startsWith(HEADER_PREFIX))
  const body = span.attributes.find(({ key }) => key === BODY_KEY)
  return (
    <>
      <Facts facts={messageFacts(span)} />
      <h3>Headers</h3>
      {headers.length === 0 ? (
        <p class="sp-none">No header was captured: “captureHeaders” says which are.</p>
      ) : (
        <Facts
          facts={headers.map(({ key, value }) => ({
            name: key.slice(HEADER_PREFIX.length),
            value: <Text value={value} />,
          }))}
        />
      )}
      {body !== undefined && (
        <>
          <h3>Payload</h3>
          <pre class="sp-raw">
            <Text value={body.value} />
          </pre>
        </>
      )}
    </>
  )
}
