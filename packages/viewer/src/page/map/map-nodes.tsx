import type { VNode } from 'preact'
import type { MapServer, TopologyView } from '../../api/topology-view.ts'
import type { Place, TopologyLayout } from '../../topology/layout-topology.ts'
import { useServiceColor } from '../element/service-hues.ts'
import { formatCount } from '../format/count.ts'
import { visibleText } from '../format/visible-text.ts'
import { openable } from './map-open.ts'
import { cutText, textWidth } from './text-width.ts'
import { accountsOf, type MapTarget } from './map-target.ts'

/** Servers, services and streams as boxes with their names. */
export function MapNodes(props: {
  readonly topology: TopologyView
  readonly layout: TopologyLayout
  readonly onOpen: ((target: MapTarget) => void) | undefined
}): VNode {
  const { topology, layout, onOpen } = props
  const serviceColor = useServiceColor()
  const servers = new Map(topology.servers.map((server) => [server.name, server]))
  const accounts = accountsOf(topology)
  return (
    <g>
      {layout.servers.map((place) => {
        const server = servers.get(place.name)
        if (server === undefined) return null
        return (
          <g
            key={place.name}
            class={`map-server${server.isLeaf ? ' is-leaf' : ''}${server.isSilent === true ? ' is-silent' : ''}`}
            {...openable(
              serverLabel(server),
              onOpen && (() => onOpen({ type: 'server', server: place.name })),
            )}
          >
            <Box place={place} radius={6} />
            {accounts.length > 1 && (
              <AccountTints place={place} server={server} accounts={accounts} />
            )}
            <Name place={place} name={place.name} dy={server.errors > 0 ? -5 : 0} />
            {server.errors > 0 && (
              <text class="map-errors" x={place.x} y={place.y + 9}>
                ✕ {formatCount(server.errors)}
              </text>
            )}
            <title>{serverLabel(server)}</title>
          </g>
        )
      })}
      {layout.clients.map((place) => (
        <g
          key={`${place.service} ${place.server}`}
          class="map-client"
          {...openable(
            visibleText(`service ${place.service}, connected to ${place.server}`),
            onOpen && (() => onOpen({ type: 'service', service: place.service })),
          )}
        >
          <Box place={place} radius={place.height / 2} />
          <circle
            cx={place.x - place.width / 2 + 12}
            cy={place.y}
            r={4}
            style={{ fill: serviceColor(place.service) }}
          />
          <Name place={place} name={place.service} before={20} />
          <title>{visibleText(place.service)}</title>
        </g>
      ))}
      {layout.streams.map((place) => (
        <g
          key={`${place.stream} ${place.server}`}
          class="map-stream"
          {...openable(
            visibleText(`stream ${place.stream}, stored by ${place.server}`),
            onOpen && (() => onOpen({ type: 'stream', stream: place.stream })),
          )}
        >
          <Box place={place} radius={2} />
          <text class="map-glyph" x={place.x - place.width / 2 + 6} y={place.y}>
            ≡
          </text>
          <Name place={place} name={place.stream} before={16} />
          <title>{visibleText(place.stream)}</title>
        </g>
      ))}
    </g>
  )
}

function Box({ place, radius }: { readonly place: Place; readonly radius: number }): VNode {
  const { x, y, width, height } = place
  return <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx={radius} />
}

/** A name that is somewhat too long is made narrower, a longer one is cut. */
const MOST_SQUEEZED = 1.3

function Name(props: {
  readonly place: Place
  readonly name: string
  /** What stands before the name within its box; CSS pixels. */
  readonly before?: number
  readonly dy?: number
}): VNode {
  const { place, name, before = 6, dy = 0 } = props
  const room = place.width - before - 6
  const text = cutText(visibleText(name), room * MOST_SQUEEZED)
  return (
    <text
      class="map-name"
      x={place.x - place.width / 2 + before + room / 2}
      y={place.y + dy}
      {...(textWidth(text) > room ? { textLength: room, lengthAdjust: 'spacingAndGlyphs' } : {})}
    >
      {text}
    </text>
  )
}

/** A stripe for each account in which messages came to the server. */
function AccountTints(props: {
  readonly place: Place
  readonly server: MapServer
  readonly accounts: readonly string[]
}): VNode {
  const { place, server, accounts } = props
  const width = (place.width - 12) / Math.max(1, server.accounts.length)
  return (
    <g>
      {server.accounts.map((account, index) => (
        <rect
          key={account}
          class={`map-account map-account-${accounts.indexOf(account) % 6}`}
          x={place.x - place.width / 2 + 6 + index * width}
          y={place.y + place.height / 2 - 4}
          width={width}
          height={3}
        />
      ))}
    </g>
  )
}

function serverLabel({
  name,
  cluster,
  isLeaf,
  messages,
  errors,
  accounts,
  version,
  isSilent,
}: MapServer): string {
  const words = [
    `server ${name}`,
    isLeaf ? 'leaf node' : '',
    cluster === undefined ? '' : `cluster ${cluster}`,
    version === undefined ? '' : `version ${version}`,
    isSilent === true
      ? 'did not report: others tell of it'
      : `${messages} ${messages === 1 ? 'message' : 'messages'}`,
    errors === 0 ? '' : `${errors} failed`,
    accounts.length === 0 ? '' : `accounts ${accounts.join(', ')}`,
  ]
  return visibleText(words.filter(Boolean).join(', '))
}
