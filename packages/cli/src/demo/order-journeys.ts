import type { ResourceSpans } from '@hopscope/observe/otlp'
import { flatten, type JourneySpan } from '@hopscope/path'
import { missingSpans } from './missing-spans.ts'
import { ORDER_SPAN } from './shop.ts'
import { textOf } from './text-of.ts'

/** Traces kept at most, the oldest being forgotten: a shop may stay open for days. */
const MAX_TRACES = 2000

/** Gathers spans, as they arrive, into the journeys of orders. */
export class OrderJourneys {
  readonly #spans = new Map<string, Map<string, JourneySpan>>()
  readonly #traceIds = new Map<string, string>()
  readonly #waiting = new Set<() => void>()
  #failure: { readonly reason: unknown } | undefined

  /** Takes spans that have arrived, of any trace and in any order; one that came before is passed over. */
  add(resourceSpans: readonly ResourceSpans[]): void {
    for (const entry of flatten(resourceSpans)) {
      const { traceId, spanId, name, attributes } = entry.span
      const spans = this.#spans.get(traceId) ?? new Map<string, JourneySpan>()
      this.#spans.set(traceId, spans)
      if (this.#spans.size > MAX_TRACES) this.#forgetOldest()
      if (!spans.has(spanId)) spans.set(spanId, entry)
      if (name === ORDER_SPAN) this.#traceIds.set(textOf(attributes['shop.order.id']), traceId)
    }
    this.#wake()
  }

  /** Ends all waiting: nothing will arrive any more. */
  fail(reason: unknown): void {
    this.#failure = { reason }
    this.#wake()
  }

  /** The spans of an order that have arrived so far; none before the order itself is over. */
  spansOf(orderId: string): readonly JourneySpan[] {
    const traceId = this.#traceIds.get(orderId)
    return traceId === undefined ? [] : [...(this.#spans.get(traceId)?.values() ?? [])]
  }

  /** Resolves with the spans of an order when none is missing, or with those that came when `signal` is aborted. */
  async complete(orderId: string, signal: AbortSignal): Promise<readonly JourneySpan[]> {
    const aborted = new Promise<void>((resolve) =>
      signal.addEventListener('abort', () => resolve(), { once: true }),
    )
    while (!signal.aborted && missingSpans(this.spansOf(orderId)).length > 0) {
      if (this.#failure) throw this.#failure.reason
      await Promise.race([aborted, new Promise<void>((resolve) => this.#waiting.add(resolve))])
    }
    return this.spansOf(orderId)
  }

  #forgetOldest(): void {
    for (const traceId of this.#spans.keys()) {
      this.#spans.delete(traceId)
      return
    }
  }

  #wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }
}
