import { plainText } from '@hopscope/path/text'
import { drawTable } from '../text/draw-table.ts'
import { formatLatency } from '../link/format-latency.ts'
import type { CountDocument, CountedLink, CountedSubscriber } from './count-document.ts'

/** Draws who got how many of the messages, and how long each link took, in lines of `width` columns. */
export function renderCount(
  { dryRun, runs, complete, received, subscribers, links }: CountDocument,
  width: number,
): string {
  const verb = dryRun ? 'would be received' : 'received'
  const silence = complete === runs ? '' : `, ${runs - complete} with servers that did not report`
  return [
    `${runs} ${runs === 1 ? 'message' : 'messages'}, ${received} ${verb}${silence}`,
    ...(subscribers.length === 0 ? [] : [subscriberTable(subscribers, { runs, width })]),
    ...(links.length === 0 ? [] : [linkTable(links, width)]),
  ].join('\n\n')
}

function subscriberTable(
  subscribers: readonly CountedSubscriber[],
  { runs, width }: { readonly runs: number; readonly width: number },
): string {
  const rows = subscribers.map(({ server, name, cid, subscription = '', queue = '', messages }) =>
    [
      name === '' ? '(unnamed)' : name,
      server,
      cid === undefined ? '' : String(cid),
      subscription,
      queue,
      String(messages),
      `${Math.round((messages / runs) * 100)} %`,
    ].map((text) => plainText(text)),
  )
  const titles = ['client', 'server', 'cid', 'subscription', 'queue', 'messages', 'share']
  return drawTable([titles, ...rows], { right: [2, 5, 6], width })
}

function linkTable(links: readonly CountedLink[], width: number): string {
  const rows = links.map(({ from, to, messages, ...times }) => [
    plainText(`${from} → ${to}`),
    String(messages),
    timeCell(times.p50Ms, times.p50UncertaintyMs),
    timeCell(times.p95Ms, times.p95UncertaintyMs),
  ])
  const table = drawTable([['link', 'messages', 'p50', 'p95'], ...rows], {
    right: [1, 2, 3],
    width,
  })
  const isSure = links.every(({ clock }) => clock === 'trusted')
  return isSure ? table : `${table}\n\n${CLOCKS_DIFFER}`
}

const CLOCKS_DIFFER = 'the clocks of servers differ: a time may be off by what follows ±'

function timeCell(latencyMs: number | undefined, uncertaintyMs: number | undefined): string {
  return latencyMs === undefined ? 'unknown' : formatLatency(latencyMs, uncertaintyMs)
}
