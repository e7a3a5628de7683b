import type { VNode } from 'preact'
import type { MapLink, TopologyView } from '../../api/topology-view.ts'
import { Text } from '../element/text.tsx'
import { accountsOf } from './map-target.ts'

/** What the lines and tints of this map mean; nothing that is not on it. */
export function MapLegend({
  topology,
  showsTraffic,
}: {
  readonly topology: TopologyView
  /** Whether counts and durations are written on the lines. */
  readonly showsTraffic: boolean
}): VNode {
  const kinds = new Set(topology.links.map(({ kind }) => kind))
  const accounts = accountsOf(topology)
  return (
    <ul class="map-legend" aria-label="legend">
      {LINES.filter(([kind]) => kinds.has(kind)).map(([kind, glyph, title]) => (
        <li key={kind}>
          <svg width="26" height="8" aria-hidden="true" class={`map-link map-${kind}`}>
            <path class="map-line" d="M0 4h26" />
          </svg>
          <code>{glyph}</code> {title}
        </li>
      ))}
      {accounts.length > 1 &&
        accounts.map((account, index) => (
          <li key={account}>
            <svg width="14" height="8" aria-hidden="true">
              <rect class={`map-account map-account-${index % 6}`} y="2" width="14" height="4" />
            </svg>
            account <Text value={account} />
          </li>
        ))}
      {showsTraffic && <li>on a line: messages · p50 / p95</li>}
    </ul>
  )
}

const LINES: readonly (readonly [kind: MapLink['kind'], glyph: string, title: string])[] = [
  ['route', '-->', 'route'],
  ['gateway', '==>', 'gateway'],
  ['leafnode', '~~>', 'leaf node'],
  ['account', '-A>', 'account'],
  ['other', '···', 'other'],
]
