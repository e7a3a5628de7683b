/** A service of the shop: a process of its own, connected to one server. */
export interface ShopService {
  /** Its `service.name`, and the name of its connection. */
  readonly name: string
  /** The server that it connects to. */
  readonly server: string
}

/** The shop's services. Each is the file of its name in `services`. */
export const SHOP: readonly ShopService[] = [
  { name: 'payments', server: 'C2N1' },
  { name: 'warehouse', server: 'C2N3' },
  { name: 'shop-edge', server: 'C1L2' },
  { name: 'fulfilment', server: 'C3N1' },
  { name: 'checkout', server: 'C3L3' },
]

/** Where orders are published; ORDERS stores them, and warehouse and shop-edge listen. */
export const NEW_ORDER_SUBJECT = 'orders.new'

/** Where checkout asks payments to take the money. */
export const PAYMENT_SUBJECT = 'payments.authorize'

/** Where orders go that could not be shipped. */
export const DEAD_ORDER_SUBJECT = 'orders-dlq.new'

/** How often the server delivers an order to fulfilment before it gives up. */
export const MAX_DELIVERIES = 3

/** The span that begins an order's journey. */
export const ORDER_SPAN = 'POST /orders'
