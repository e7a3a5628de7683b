/**
 * Things kept by the way between two servers: the number that the hop has there, and both names.
 *
 * A number is used once in most messages, so that it finds the way by itself as a rule, without a
 * key of all three being made: of 10 000 hops that takes half the time.
 */
export class LinkTable<T> {
  readonly #create: () => T
  readonly #byHop = new Map<string, Link<T>>()
  readonly #more = new Map<string, T>()

  constructor(create: () => T) {
    this.#create = create
  }

  /** What is kept for the way; made when it is asked for first. */
  at(hop: string, from: string, to: string): T {
    const first = this.#byHop.get(hop)
    if (first === undefined) {
      const value = this.#create()
      this.#byHop.set(hop, { from, to, value })
      return value
    }
    return first.from === from && first.to === to ? first.value : this.#another(hop, from, to)
  }

  #another(hop: string, from: string, to: string): T {
    const key = `${hop}\n${from}\n${to}`
    const known = this.#more.get(key)
    if (known !== undefined) return known
    const value = this.#create()
    this.#more.set(key, value)
    return value
  }
}

interface Link<T> {
  readonly from: string
  readonly to: string
  readonly value: T
}
