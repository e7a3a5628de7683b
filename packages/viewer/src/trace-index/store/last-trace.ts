import type { JourneySpan } from '@hopscope/path'

/**
 * Remembers the spans of the trace that was looked at last: its waterfall, journey, map and events are asked for one after the
 * other, and to decode the spans takes longer than to make any of them.
 */
export class LastTrace {
  #id: number | undefined
  #spans: readonly JourneySpan[] = []
  #age = 0

  /** The spans of a trace, if it is the one. */
  spansOf(id: number): readonly JourneySpan[] | undefined {
    if (id !== this.#id) return undefined
    this.#age = 0
    return this.#spans
  }

  /** Remembers the spans of a trace in the place of those before, unless they are too many to be kept in memory. */
  keep(id: number, spans: readonly JourneySpan[]): void {
    this.clear()
    if (spans.length > MAX_SPANS) return
    this.#id = id
    this.#spans = spans
  }

  /** Forgets a trace that got more spans, or was deleted. */
  forget(id: number): void {
    if (id === this.#id) this.clear()
  }

  /** Forgets the trace when this is called sixty times and nobody has looked at it meanwhile. */
  growOlder(): void {
    if (++this.#age >= MAX_AGE) this.clear()
  }

  /** Forgets any trace: there must never be two of them in memory. */
  clear(): void {
    this.#id = undefined
    this.#spans = []
    this.#age = 0
  }
}

const MAX_SPANS = 100_000
const MAX_AGE = 60
