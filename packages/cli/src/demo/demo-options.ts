/** What the demo does. */
export interface DemoOptions {
  /** One order only. */
  readonly once: boolean
  /** That order becomes a dead letter. */
  readonly fail: boolean
  /** The trace as OTLP JSON in place of a picture. */
  readonly json: boolean
  /** How many orders. */
  readonly orders: number
  /** Orders per second. */
  readonly rate: number
  /** The shop stays open after the last order. */
  readonly keep: boolean
  /** Port for clients of C3L3, where checkout connects; absent for any that is free. */
  readonly port?: number
  /** Whether the orders are also shown as a web page. */
  readonly page: boolean
  /** Port of that page; absent for the usual one or the next that is free. */
  readonly pagePort?: number
}
