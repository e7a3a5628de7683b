import { announcedEgresses, isOwed } from '../assemble/announced-egresses.ts'
import { LinkTable } from '../assemble/link-table.ts'
import { isForwardedReply } from '../event/gateway-reply.ts'
import type { TraceEvent } from '../event/trace-event.ts'

/** Keeps count of the hops that servers announced and of those that reported, event by event. */
export class HopAccount {
  // Announcements less arrivals of each hop; a hop may report before it is announced.
  readonly #balances = new LinkTable<Balance>(() => ({ owed: 0 }))
  #unbalanced = 0
  #hasOrigin = false

  add(event: TraceEvent): void {
    const { hop, server, ingress } = event
    // Nobody announces a forwarded reply: its number is that of the hop before it.
    if (!isForwardedReply(ingress)) {
      if (hop !== '') this.#book(this.#balances.at(hop, ingress.name, server.name), -1)
      else if (!event.partial) this.#hasOrigin = true
    }
    for (const egress of announcedEgresses(event)) {
      if (!isOwed(event, egress)) continue
      this.#book(this.#balances.at(egress.hop, server.name, egress.name), 1)
    }
  }

  /** The server the client published to has reported, and so has every server since. */
  get complete(): boolean {
    return this.#hasOrigin && this.#unbalanced === 0
  }

  #book(balance: Balance, amount: number): void {
    if (balance.owed === 0) this.#unbalanced++
    balance.owed += amount
    if (balance.owed === 0) this.#unbalanced--
  }
}

interface Balance {
  owed: number
}
