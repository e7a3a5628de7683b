import { announcedEgresses } from '../assemble/announced-egresses.ts'
import { keyOfAnnounced, keyOfHop } from '../assemble/link-key.ts'
import { isForwardedReply } from '../event/gateway-reply.ts'
import { type TraceEvent } from '../event/trace-event.ts'

/** Keeps count of the hops that servers announced and of those that reported, event by event. */
export class HopAccount {
  // Announcements less arrivals of each hop; a hop may report before it is announced.
  readonly #balances = new Map<string, number>()
  #hasOrigin = false

  add(event: TraceEvent): void {
    // Nobody announces a forwarded reply: its number is that of the hop before it.
    if (!isForwardedReply(event.ingress)) this.#arrived(event)
    for (const egress of announcedEgresses(event)) this.#book(keyOfAnnounced(event, egress), 1)
  }

  /** The server the client published to has reported, and so has every server since. */
  get complete(): boolean {
    return this.#hasOrigin && this.#balances.size === 0
  }

  #arrived(event: TraceEvent): void {
    if (event.hop !== '') this.#book(keyOfHop(event), -1)
    else if (!event.partial) this.#hasOrigin = true
  }

  #book(key: string, amount: number): void {
    const balance = (this.#balances.get(key) ?? 0) + amount
    if (balance === 0) this.#balances.delete(key)
    else this.#balances.set(key, balance)
  }
}
