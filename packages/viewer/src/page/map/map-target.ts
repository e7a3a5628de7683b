import type { TopologyView } from '../../api/topology-view.ts'

/** What can be opened on a map. */
export type MapTarget =
  | { readonly type: 'server'; readonly server: string }
  | { readonly type: 'link'; readonly from: string; readonly to: string }
  | { readonly type: 'service'; readonly service: string }
  | { readonly type: 'stream'; readonly stream: string }

/** The query that finds the traces of a target; of a connection those that crossed both its servers. */
export function targetQuery(target: MapTarget): string {
  if (target.type === 'server') return `server=${quote(target.server)}`
  if (target.type === 'link') return `server=${quote(target.from)} server=${quote(target.to)}`
  if (target.type === 'service') return `service=${quote(target.service)}`
  return `stream=${quote(target.stream)}`
}

/** Colors accounts by their place among all of the map's, so that neighbors differ. */
export function accountsOf({ servers }: TopologyView): readonly string[] {
  return [...new Set(servers.flatMap(({ accounts }) => accounts))].toSorted()
}

function quote(value: string): string {
  return /^[\w.:/@-]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
