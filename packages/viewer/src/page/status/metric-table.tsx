import type { VNode } from 'preact'
import type { MetricSeries } from '../../api/service-view.ts'
import { fetchMetrics } from '../client/api.ts'
import { useResource } from '../client/use-resource.ts'
import { ServiceName } from '../element/service-name.tsx'
import { Text } from '../element/text.tsx'
import { useRefresh } from '../element/use-refresh.ts'
import { formatExact } from '../format/count.ts'
import { formatAge } from '../format/time.ts'

const REFRESH_MS = 10_000
const MOST = 200

/** The last value of each series that services reported. */
export function MetricTable(): VNode | null {
  const { value, reload } = useResource('metrics', fetchMetrics)
  useRefresh(reload, REFRESH_MS, true)
  if (value === undefined || value.series.length === 0) return null
  const nowMs = Date.now()

  return (
    <section class="section">
      <h2>Metrics of services</h2>
      <div class="panel">
        <table class="table metrics-table">
          <caption class="hidden-text">metrics</caption>
          <thead>
            <tr>
              <th scope="col">Service</th>
              <th scope="col">Name</th>
              <th scope="col">Attributes</th>
              <th scope="col" class="num">
                Value
              </th>
              <th scope="col" class="num">
                Age
              </th>
            </tr>
          </thead>
          <tbody>
            {value.series.slice(0, MOST).map((series) => (
              <Row
                key={`${series.service} ${series.name} ${attributesOf(series)}`}
                series={series}
                nowMs={nowMs}
              />
            ))}
          </tbody>
        </table>
      </div>
      {value.series.length > MOST && (
        <p class="muted">{formatExact(value.series.length - MOST)} more are not shown.</p>
      )}
    </section>
  )
}

function Row({ series, nowMs }: { readonly series: MetricSeries; readonly nowMs: number }): VNode {
  const attributes = attributesOf(series)
  return (
    <tr>
      <td>
        <ServiceName name={series.service} />
      </td>
      <td class="subject">
        <Text value={series.name} />
      </td>
      <td class="subject" title={attributes}>
        <Text value={attributes} />
      </td>
      <td class="num">{valueOf(series)}</td>
      <td class="num muted">{formatAge(series.atMs, nowMs)}</td>
    </tr>
  )
}

function attributesOf({ attributes }: MetricSeries): string {
  return attributes.map(({ key, value }) => `${key}=${value}`).join(' ')
}

function valueOf({ type, value, count, unit }: MetricSeries): string {
  const shown = Number.isInteger(value) ? formatExact(value) : value.toPrecision(4)
  const unitText = unit === '' || unit === '1' || unit.startsWith('{') ? '' : ` ${unit}`
  return type === 'histogram' && count !== undefined
    ? `${formatExact(count)} values, ${shown}${unitText}`
    : `${shown}${unitText}`
}
