import { hopsOf, linkTime } from '@hopscope/path'
import type { TraceRecord } from '../record/trace-record.ts'
import { linkLatency, type LinkLatency } from './link-latency.ts'

/** The way of a message from one server to the next. */
export interface Link extends LinkLatency {
  readonly from: string
  readonly to: string
}

/** Every link of which both ends have reported, each before those after it. */
export function linksOf({
  assembly,
  facts,
}: Pick<TraceRecord, 'assembly' | 'facts'>): readonly Link[] {
  return [...hopsOf(assembly)].flatMap((before) =>
    before.next.flatMap((hop) => {
      const time = linkTime(before, hop, facts.clocks)
      if (time === undefined) return []
      const [from, to] = [before.event.server.name, hop.event.server.name]
      return [{ from, to, ...linkLatency(time) }]
    }),
  )
}
