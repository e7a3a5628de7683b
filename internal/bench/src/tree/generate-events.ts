import { decodeTraceEvent, type TraceEvent } from '@hopscope/path'

/**
 * The trace events of a message that each server sends on to `fanOut` others, until there are
 * `count` servers: each event after that of the server before, as they come off the wire.
 */
export function generateEvents(count: number, fanOut: number): readonly TraceEvent[] {
  const events: object[] = []
  const queue: Place[] = [{ hop: '', from: '' }]
  for (const place of queue) {
    const name = serverName(events.length)
    const egresses: object[] = []
    while (egresses.length < fanOut && queue.length < count) {
      const number = String(egresses.length + 1)
      const hop = place.hop === '' ? number : `${place.hop}.${number}`
      egresses.push({ type: 'eg', ts: NOON, kind: 1, cid: 7, name: serverName(queue.length), hop })
      queue.push({ hop, from: name })
    }
    events.push(eventOf(name, place, egresses))
  }
  return events.flatMap(
    (event) => decodeTraceEvent(new TextEncoder().encode(JSON.stringify(event))) ?? [],
  )
}

interface Place {
  readonly hop: string
  readonly from: string
}

const NOON = '2026-11-21T12:00:00.123456789Z'
const CLIENT = { type: 'eg', ts: NOON, kind: 0, cid: 9, name: 'app', sub: 'orders.*' }

function serverName(index: number): string {
  return `S${index}`
}

function eventOf(name: string, { hop, from }: Place, egresses: readonly object[]): object {
  const isFirst = hop === ''
  return {
    server: { name, id: `ID-${name}`, ver: '2.15.1' },
    request: { header: isFirst ? {} : { 'Nats-Trace-Hop': [hop] }, msgsize: 5 },
    hops: egresses.length,
    events: [
      { type: 'in', ts: NOON, kind: isFirst ? 0 : 1, cid: 7, name: from, subj: 'orders.new' },
      ...(egresses.length === 0 ? [CLIENT] : egresses),
    ],
  }
}
