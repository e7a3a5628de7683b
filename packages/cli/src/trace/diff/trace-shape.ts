import { hopsOf, storageOutcome, type TraceEvent } from '@hopscope/path'
import { linksOf } from '../link/links-of.ts'
import type { TraceRecord } from '../record/trace-record.ts'
import { toTraceDocument } from '../document/to-trace-document.ts'

/** What of a trace stays as it is when the same message is traced again: all but times and ids. */
export type TraceShape = Readonly<Record<ShapeKey, readonly string[]>>

/** What a {@link TraceShape} has lists of, in the order in which they are shown. */
export const SHAPE_KEYS = ['servers', 'silent', 'links', 'subscribers', 'streams'] as const

/** One of {@link SHAPE_KEYS}. */
export type ShapeKey = (typeof SHAPE_KEYS)[number]

/** The shape of a trace; each list may name one thing several times. */
export function shapeOf(record: TraceRecord): TraceShape {
  const { servers, verdict } = toTraceDocument(record)
  const events = [...hopsOf(record.assembly)].map(({ event }) => event)
  return {
    servers: servers.filter(({ report }) => report !== undefined).map(({ name }) => name),
    silent: verdict.silent,
    links: linksOf(record).map(({ from, to }) => `${from} → ${to}`),
    subscribers: events.flatMap(subscribersOf),
    streams: events.flatMap(streamsOf),
  }
}

// Of a queue group another member may be chosen each time, so the group is what counts.
function subscribersOf({ server, items }: TraceEvent): readonly string[] {
  return items.flatMap((item) => {
    if (item.type !== 'egress' || item.kind !== 'client' || item.error !== undefined) return []
    const { name, subscription = '', queue } = item
    if (queue !== undefined) return [`queue ${queue} of ${subscription}`]
    const client = name === '' ? 'unnamed client' : `client ${name}`
    return [`${client} on ${server.name}, subscribed to ${subscription}`]
  })
}

function streamsOf({ items }: TraceEvent): readonly string[] {
  return items.flatMap((item) =>
    item.type === 'storage' ? [`${item.stream} ${storageOutcome(item)}`] : [],
  )
}
