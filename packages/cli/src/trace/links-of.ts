import { hopsOf, type Assembly } from '@hopscope/path'

/** The way of a message from one server to the next. */
export interface Link {
  readonly from: string
  readonly to: string
  /** From the one's clock to the other's; below 0 when those differ by more. */
  readonly latencyMs: number
}

/** Every link of which both ends have reported, each before those after it. */
export function linksOf(assembly: Assembly): readonly Link[] {
  return [...hopsOf(assembly)].flatMap((before) =>
    before.next.flatMap(({ event, via }) => {
      if (via === undefined) return []
      const latencyMs = Number(event.ingress.timeUnixNano - via.timeUnixNano) / 1e6
      return [{ from: before.event.server.name, to: event.server.name, latencyMs }]
    }),
  )
}
