import type { Egress, TraceEvent } from '@hopscope/path'

/** A server's event in the tree: each egress with the event that it led to. */
export interface GoTrace {
  readonly event: TraceEvent
  readonly egresses: readonly GoEgress[]
}

interface GoEgress {
  readonly egress: Egress
  readonly link?: GoTrace
}

/**
 * Assembles a trace as the Go library of the `nats` command does: after each event it goes over the
 * servers it has heard of, until one names another that is missing (jsm.go, api/server/tracing).
 */
export class GoAssembler {
  #origin: TraceEvent | undefined
  readonly #traces = new Map<string, TraceEvent>()
  readonly #byName = new Map<string, TraceEvent>()
  readonly #servers: TraceEvent[] = []

  /** Takes the next event, and tells whether every server has reported now. */
  add(event: TraceEvent): boolean {
    if (event.ingress.kind === 'client') this.#origin = event
    else this.#traces.set(event.hop, event)
    this.#byName.set(event.server.name, event)
    this.#servers.push(event)
    return this.#origin !== undefined && this.#gotAllServers()
  }

  /** The tree; `undefined` when the first server did not report. */
  link(): GoTrace | undefined {
    return this.#origin && this.#link(this.#origin)
  }

  // Go begins to walk a map at a place that it picks at random.
  #gotAllServers(): boolean {
    const count = this.#servers.length
    const start = Math.floor(Math.random() * count)
    for (let step = 0; step < count; step++) {
      const event = this.#servers[(start + step) % count]
      if (event !== undefined && !this.#hasNeighbors(event)) return false
    }
    return true
  }

  #hasNeighbors(event: TraceEvent): boolean {
    const { ingress, announced } = event
    if (ingress.kind !== 'client' && !this.#byName.has(ingress.name)) return false
    if (announced === 0) return true
    return egressesOf(event).every(({ kind, name }) => kind === 'client' || this.#byName.has(name))
  }

  #link(event: TraceEvent): GoTrace {
    const egresses = egressesOf(event).map((egress): GoEgress => {
      const next = egress.hop === undefined ? undefined : this.#traces.get(egress.hop)
      return next === undefined ? { egress } : { egress, link: this.#link(next) }
    })
    return { event, egresses }
  }
}

function egressesOf({ items }: TraceEvent): readonly Egress[] {
  return items.filter((item) => item.type === 'egress')
}
