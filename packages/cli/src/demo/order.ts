/** What a customer of the shop ordered, and how its delivery will go. */
export interface Order {
  /** Such as `o-7`. */
  readonly id: string
  readonly item: string
  readonly amountCents: number
  readonly fate: Fate
}

/**
 * What becomes of an order: shipped at the first try, shipped after the carrier was busy once, or
 * never shipped, since its address does not exist.
 */
export type Fate = 'shipped' | 'retried' | 'undeliverable'

/** The order of that number, from 1; now and then one has trouble. */
export function makeOrder(number: number, fate: Fate = fateOf(number)): Order {
  const item = ITEMS[number % ITEMS.length] ?? 'teapot'
  return { id: `o-${number}`, item, amountCents: 1200 + ((number * 731) % 4800), fate }
}

/** Reads an order; anything may be published to the shop's subjects, so what is none is `undefined`. */
export function parseOrder(text: string): Order | undefined {
  try {
    const value: Partial<Order> | null = JSON.parse(text)
    return value !== null && typeof value.item === 'string' ? (value as Order) : undefined
  } catch {
    return undefined
  }
}

const ITEMS = ['teapot', 'lamp', 'bicycle bell', 'atlas', 'kite'] as const

function fateOf(number: number): Fate {
  if (number % 7 === 0) return 'undeliverable'
  return number % 3 === 0 ? 'retried' : 'shipped'
}
