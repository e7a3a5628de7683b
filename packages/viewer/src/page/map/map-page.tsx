import type { VNode } from 'preact'
import type { TopologyView } from '../../api/topology-view.ts'
import { fetchMap } from '../client/api.ts'
import { useResource } from '../client/use-resource.ts'
import { ServiceHues, useHuesOf } from '../element/service-hues.ts'
import { ErrorNotice, Loading, Notice } from '../element/notice.tsx'
import { Text } from '../element/text.tsx'
import { formatCounted, formatExact } from '../format/count.ts'
import { formatMs } from '../format/duration.ts'
import { hrefOf, navigate, useLocation } from '../router/location.ts'
import { changeParams } from '../router/params.ts'
import { rangeOf } from '../router/time-range.ts'
import { targetQuery, type MapTarget } from './map-target.ts'
import { TopologyMap } from './topology-map.tsx'

/** Servers and connections that traced messages crossed in the time that is chosen. */
export function MapPage(): VNode {
  const { params } = useLocation()
  const range = rangeOf(params)
  const { value, error, reload } = useResource(
    `map ${range.from ?? ''} ${range.to ?? ''}`,
    (signal) => fetchMap(range, signal),
  )
  const hues = useHuesOf(value?.clients.map(({ service }) => service) ?? [])
  if (value === undefined)
    return error === undefined ? <Loading /> : <ErrorNotice error={error} onRetry={reload} />
  if (value.servers.length === 0) {
    return (
      <Notice icon="map" title="No hop in this time">
        <p>
          The map shows what traced messages crossed. Servers tell of hops when the account has
          message tracing on; the probe sends a message that is traced without being delivered.
        </p>
        <a class="button" href="/probe">
          Probe a subject
        </a>
      </Notice>
    )
  }
  const hrefTo = (target: MapTarget): string => {
    const kept = changeParams(new URLSearchParams(), { ...range, q: targetQuery(target) })
    return hrefOf('/traces', kept)
  }
  return (
    <section class="map-page is-alone" aria-label="map">
      <ServiceHues.Provider value={hues}>
        <TopologyMap
          topology={value}
          showsTraffic
          isFaint={false}
          label={mapLabel(value)}
          onOpen={(target) => navigate(hrefTo(target))}
        />
      </ServiceHues.Provider>
      <div class="map-side">
        <h2>Connections</h2>
        {value.newestTraces !== undefined && (
          <p class="map-note" role="status">
            Of the newest {formatExact(value.newestTraces)} traces: this time has more than are
            looked at. A shorter time is shown as a whole.
          </p>
        )}
        <LinkTable topology={value} hrefTo={hrefTo} />
      </div>
    </section>
  )
}

function mapLabel({ servers, links }: TopologyView): string {
  return `map of ${formatCounted(servers.length, 'server')} and ${formatCounted(links.length, 'connection')}`
}

function LinkTable(props: {
  readonly topology: TopologyView
  readonly hrefTo: (target: MapTarget) => string
}): VNode {
  const links = props.topology.links.toSorted((a, b) => b.messages - a.messages)
  return (
    <table class="trace-table map-table">
      <thead>
        <tr>
          <th scope="col">From, to</th>
          <th scope="col">Messages</th>
          <th scope="col">p50</th>
          <th scope="col">p95</th>
        </tr>
      </thead>
      <tbody>
        {links.map((link) => (
          <tr key={`${link.from} ${link.to} ${link.kind}`}>
            <th scope="row">
              <a href={props.hrefTo({ type: 'link', from: link.from, to: link.to })}>
                <Text value={link.from} /> <code>{GLYPHS[link.kind]}</code> <Text value={link.to} />
              </a>
            </th>
            <td>{formatExact(link.messages)}</td>
            <td>{link.p50Ms === undefined ? '–' : formatMs(link.p50Ms)}</td>
            <td>{link.p95Ms === undefined ? '–' : formatMs(link.p95Ms)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const GLYPHS = {
  route: '-->',
  gateway: '==>',
  leafnode: '~~>',
  account: '-A>',
  other: '···',
} as const
