import type { VNode } from 'preact'
import type { ServiceEdge } from '../../api/service-view.ts'
import { ServiceName } from '../element/service-name.tsx'
import { Text } from '../element/text.tsx'
import { formatExact } from '../format/count.ts'
import { formatMs } from '../format/duration.ts'
import { fieldTerm, tracesHref } from '../query-box/edit-query.ts'

const MOST = 500

/** The service graph in words, its busiest edges. */
export function ServiceEdges({ edges }: { readonly edges: readonly ServiceEdge[] }): VNode {
  return (
    <table class="table edges-table">
      <caption class="hidden-text">who works for whom</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">By</th>
          <th scope="col" class="num">
            Messages
          </th>
          <th scope="col" class="num">
            Errors
          </th>
          <th scope="col" class="num">
            p50
          </th>
          <th scope="col" class="num">
            p95
          </th>
        </tr>
      </thead>
      <tbody>
        {edges.slice(0, MOST).map(({ from, to, via, count, errors, p50Ms, p95Ms }) => (
          <tr key={`${from}\n${to}\n${via ?? ''}`}>
            <td>
              <ServiceName name={from} />
            </td>
            <td>
              <a
                class="row-link"
                href={tracesHref(
                  fieldTerm('service', to),
                  ...(via === undefined ? [] : [fieldTerm('subject', via)]),
                )}
              >
                <ServiceName name={to} />
              </a>
            </td>
            <td class="subject">{via === undefined ? '–' : <Text value={via} />}</td>
            <td class="num">{formatExact(count)}</td>
            <td class={errors > 0 ? 'num bad' : 'num muted'}>
              {errors === 0 ? '–' : `✕ ${formatExact(errors)}`}
            </td>
            <td class="num">{formatMs(p50Ms)}</td>
            <td class="num">{formatMs(p95Ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
