import { Refusal } from '../refusal.ts'

/** How much may be inside at a time. */
export interface IntakeLimits {
  readonly maxRequests: number
  /** Of all requests together, as they came and as they are unpacked. */
  readonly maxBytes: number
}

/**
 * Takes note of bytes that are held until the request is done.
 *
 * @throws {@link Refusal} LIMIT_EXCEEDED if there are too many
 */
export type Hold = (bytes: number) => void

/** Lets so much in at a time, so that it fits into memory; the rest is to come again. */
export class IntakeGate {
  readonly #limits: IntakeLimits
  #requests = 0
  #bytes = 0

  constructor(limits: IntakeLimits) {
    this.#limits = limits
  }

  /** @throws {@link Refusal} LIMIT_EXCEEDED if too many are inside */
  async pass<T>(work: (hold: Hold) => Promise<T>): Promise<T> {
    const { maxRequests, maxBytes } = this.#limits
    if (this.#requests >= maxRequests) throw busy(`${maxRequests} requests are being read already`)
    let held = 0
    this.#requests++
    try {
      return await work((bytes) => {
        held += bytes
        this.#bytes += bytes
        if (this.#bytes > maxBytes) throw busy('more is being read already than fits into memory')
      })
    } finally {
      this.#requests--
      this.#bytes -= held
    }
  }
}

function busy(why: string): Refusal {
  return new Refusal(503, 'LIMIT_EXCEEDED', why)
}
