import { hopBefore } from '../event/gateway-reply.ts'
import type { Egress, TraceEvent } from '../event/trace-event.ts'
import { isOwed } from './announced-egresses.ts'
import type { Hop, MissingHop } from './assembly.ts'

/** The hops that did not report, and what is known to come after each. */
export class SilentHops {
  readonly #all: MissingHop[] = []
  readonly #next = new Map<string, Hop[]>()

  get all(): readonly MissingHop[] {
    return this.#all
  }

  /** Notes a server that another one sent the message to. */
  announced(by: TraceEvent, egress: Egress): MissingHop {
    const { name: server, hop = '', kind } = egress
    const next: Hop[] = []
    const silent: MissingHop = {
      hop,
      server,
      owed: isOwed(by, egress),
      kind,
      announcedBy: by,
      next,
    }
    this.#all.push(silent)
    this.#next.set(`${hop}\n${server}`, next)
    return silent
  }

  /** The list of what comes after the silent server from which a hop got the message. */
  before(event: TraceEvent): Hop[] {
    const hop = hopBefore(event) ?? ''
    const server = event.ingress.name
    const key = `${hop}\n${server}`
    const known = this.#next.get(key)
    if (known !== undefined) return known

    const next: Hop[] = []
    this.#all.push({ hop, server, owed: true, next })
    this.#next.set(key, next)
    return next
  }
}
