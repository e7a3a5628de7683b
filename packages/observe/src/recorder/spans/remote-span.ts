import type { Span, SpanContext } from '@opentelemetry/api'
import { hexOf } from '../hex-of.ts'
import { traceIdOf, type SpanIds, type TraceBits } from './span-ids.ts'

/**
 * The span of another process, as the parent of spans here; it records nothing.
 *
 * It has its ids in numbers, as our recorder wants them; the digits are made when someone asks.
 */
export class RemoteSpan implements Span, SpanIds {
  readonly trace: TraceBits
  readonly high: number
  readonly low: number
  readonly traceFlags: number
  #context: SpanContext | undefined = undefined

  constructor(trace: TraceBits, high: number, low: number, traceFlags: number) {
    this.trace = trace
    this.high = high
    this.low = low
    this.traceFlags = traceFlags
  }

  spanContext(): SpanContext {
    return (this.#context ??= {
      traceId: traceIdOf(this.trace),
      spanId: hexOf(this.high, this.low),
      traceFlags: this.traceFlags,
      isRemote: true,
    })
  }

  /** The same, by the name that the recorder has for them. */
  get flags(): number {
    return this.traceFlags
  }

  get traceState(): undefined {
    return undefined
  }

  get isRemote(): true {
    return true
  }

  isRecording(): boolean {
    return false
  }

  setAttribute(): this {
    return this
  }

  setAttributes(): this {
    return this
  }

  addEvent(): this {
    return this
  }

  addLink(): this {
    return this
  }

  addLinks(): this {
    return this
  }

  setStatus(): this {
    return this
  }

  updateName(): this {
    return this
  }

  end(): void {}

  recordException(): void {}
}
