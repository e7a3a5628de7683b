import { drawTable } from '../draw-table.ts'
import { plainCell } from '../plain-cell.ts'
import { type CountDocument, type CountedLink, type CountedSubscriber } from './count-document.ts'

/** Draws who got how many of the messages, and how long each link took. */
export function renderCount({
  dryRun,
  runs,
  complete,
  received,
  subscribers,
  links,
}: CountDocument): string {
  const verb = dryRun ? 'would be received' : 'received'
  const silence = complete === runs ? '' : `, ${runs - complete} with servers that did not report`
  return [
    `${runs} ${runs === 1 ? 'message' : 'messages'}, ${received} ${verb}${silence}`,
    ...(subscribers.length === 0 ? [] : [subscriberTable(subscribers, runs)]),
    ...(links.length === 0 ? [] : [linkTable(links)]),
  ].join('\n\n')
}

function subscriberTable(subscribers: readonly CountedSubscriber[], runs: number): string {
  const rows = subscribers.map(({ server, name, cid, subscription = '', queue = '', messages }) =>
    [
      name === '' ? '(unnamed)' : name,
      server,
      cid === undefined ? '' : String(cid),
      subscription,
      queue,
      String(messages),
      `${Math.round((messages / runs) * 100)} %`,
    ].map(plainCell),
  )
  const titles = ['client', 'server', 'cid', 'subscription', 'queue', 'messages', 'share']
  return drawTable([titles, ...rows], { right: [2, 5, 6] })
}

function linkTable(links: readonly CountedLink[]): string {
  const rows = links.map(({ from, to, messages, p50Ms, p95Ms }) => [
    plainCell(`${from} → ${to}`),
    String(messages),
    `${p50Ms.toFixed(2)} ms`,
    `${p95Ms.toFixed(2)} ms`,
  ])
  return drawTable([['link', 'messages', 'p50', 'p95'], ...rows], { right: [1, 2, 3] })
}
