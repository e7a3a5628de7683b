import {
  SpanStatusCode,
  type Attributes,
  type AttributeValue,
  type Exception,
  type Link,
  type Span,
  type SpanContext,
  type SpanOptions,
  type SpanStatus,
  type TimeInput,
  type TraceState,
} from '@opentelemetry/api'
import { reportFailure, safely } from '../../safely.ts'
import { textOf } from '../../text-of.ts'
import { exactNumbers } from '../../trace/exact-numbers.ts'
import { exceptionAttributes } from '../../trace/exception-attributes.ts'
import { hexOf } from '../hex-of.ts'
import type { Runtime } from '../runtime.ts'
import type { Sampler } from '../sampler.ts'
import type { AsciiText } from './ascii-text.ts'
import {
  setItem,
  toAnyValue,
  toList,
  type AttributeList,
  type ListedValue,
} from './attribute-list.ts'
import { FixedAttributes } from './fixed-attributes.ts'
import { isTimeInput } from './is-time-input.ts'
import { spanFlags } from './otlp-flags.ts'
import { isBefore, timeOf } from './recorded-time.ts'
import { parseSpanId, traceIdOf, type TraceBits } from './span-ids.ts'
import type { SpanLimits } from './span-limits.ts'
import type { SpanOrigin } from './span-origin.ts'
import type { RecordedEvent, RecordedLink, RecordedTime, SpanRecord } from './span-record.ts'
import { toOtlpKind } from './to-otlp-kind.ts'
import { toRecordedLink } from './to-recorded-link.ts'

/** What the spans of a tracer share. */
export interface SpanEnvironment {
  readonly sampler: Sampler
  readonly limits: SpanLimits
  readonly runtime: Runtime
  /** Told of each span once, at its end. */
  readonly onEnd: (span: SpanRecord) => void
}

/**
 * A span of OpenTelemetry's API that is its own record: one object a span, since there are many.
 *
 * No field is written to from outside.
 */
export class RecordedSpan implements Span, SpanRecord {
  readonly trace: TraceBits
  readonly high: number
  readonly low: number
  readonly parentHigh: number
  readonly parentLow: number
  readonly flags: number
  readonly traceState: TraceState | undefined
  readonly kind: number
  readonly startTime: RecordedTime
  name: string
  endTime: RecordedTime
  fixed: FixedAttributes | undefined = undefined
  attributes: AttributeList | undefined = undefined
  events: RecordedEvent[] | undefined = undefined
  // Most spans have none of these: they are on the prototype until a span has its own.
  declare links: RecordedLink[] | undefined
  declare droppedAttributesCount: number
  declare droppedEventsCount: number
  declare droppedLinksCount: number
  declare statusCode: number
  declare statusMessage: string | undefined
  readonly #environment: SpanEnvironment
  #context: SpanContext | undefined = undefined
  #ended = false

  constructor(
    origin: SpanOrigin,
    name: string,
    options: SpanOptions,
    environment: SpanEnvironment,
  ) {
    this.trace = origin.trace
    this.parentHigh = origin.high
    this.parentLow = origin.low
    this.flags = spanFlags(origin)
    this.traceState = origin.traceState
    this.name = textOf(name)
    this.kind = toOtlpKind(options.kind)
    const { runtime } = environment
    if (runtime.numbers) {
      this.high = runtime.numbers.random32()
      // An id must not be zero.
      this.low = runtime.numbers.random32() || 1
    } else {
      const id = parseSpanId(runtime.newSpanId())
      this.high = id?.high ?? 0
      this.low = id?.low ?? 1
    }
    this.startTime = timeOf(options.startTime, runtime)
    this.endTime = this.startTime
    this.#environment = environment
    if (options.attributes) this.setAttributes(options.attributes)
    if (options.links) this.addLinks(options.links)
  }

  spanContext(): SpanContext {
    return (this.#context ??= {
      traceId: traceIdOf(this.trace),
      spanId: hexOf(this.high, this.low),
      traceFlags: this.flags & 0xff,
      ...(this.traceState && { traceState: this.traceState }),
    })
  }

  isRecording(): boolean {
    return !this.#ended
  }

  setAttribute(key: string, value: AttributeValue): this {
    if (this.#ended || value === undefined || value === null) return this
    if (typeof key !== 'string' || key === '') return this
    this.#set(key, toAnyValue(value, this.#environment.limits.maxValueLength))
    return this
  }

  /** Sets an attribute to a text that is not to be made a string. */
  setText(key: string, text: AsciiText): void {
    if (this.#ended) return
    const isWhole = text.length <= this.#environment.limits.maxValueLength
    if (isWhole) this.#set(key, text)
    else this.setAttribute(key, text.toString())
  }

  setAttributes(attributes: Attributes): this {
    if (this.#ended || typeof attributes !== 'object') return this
    try {
      if (this.fixed === undefined && this.attributes === undefined) this.#setFirst(attributes)
      else for (const key in attributes) this.#setIfGiven(key, attributes[key])
    } catch (error) {
      reportFailure('reading attributes', error)
    }
    return this
  }

  addEvent(name: string, attributesOrTime?: Attributes | TimeInput, time?: TimeInput): this {
    if (this.#ended) return this
    const { limits, runtime } = this.#environment
    this.events ??= []
    if (this.events.length >= limits.maxEvents) {
      this.droppedEventsCount++
      return this
    }
    const isTime = isTimeInput(attributesOrTime)
    const attributes = isTime ? undefined : attributesOrTime
    this.events.push({
      name: textOf(name),
      time: timeOf(isTime ? attributesOrTime : time, runtime),
      ...toList(attributes, limits.maxEventAttributes, limits.maxValueLength),
    })
    return this
  }

  addLink(link: Link): this {
    if (this.#ended) return this
    const { limits } = this.#environment
    const recorded = toRecordedLink(link, limits)
    if (recorded === undefined) return this

    this.links ??= []
    if (this.links.length < limits.maxLinks) this.links.push(recorded)
    else this.droppedLinksCount++
    return this
  }

  addLinks(links: readonly Link[]): this {
    try {
      for (const link of links) this.addLink(link)
    } catch (error) {
      reportFailure('reading links', error)
    }
    return this
  }

  setStatus(status: SpanStatus): this {
    // Once it is ok, it stays ok (trace API, set status).
    if (this.#ended || this.statusCode === OK) return this
    safely('setting a status', () => this.#setStatus(status))
    return this
  }

  updateName(name: string): this {
    if (!this.#ended) this.name = textOf(name)
    return this
  }

  recordException(exception: Exception, time?: TimeInput): void {
    // JavaScript can throw nothing at all, and who catches it passes it on.
    if (exception === undefined || exception === null) return
    this.addEvent('exception', exceptionAttributes(exception), time)
  }

  end(endTime?: TimeInput): void {
    if (this.#ended) return
    this.#ended = true

    const { runtime, onEnd } = this.#environment
    const time = timeOf(endTime, runtime)
    if (!isBefore(time, this.startTime, runtime)) this.endTime = time
    try {
      onEnd(this)
    } catch (error) {
      reportFailure('handing over a span', error)
    }
  }

  #setStatus({ code, message }: SpanStatus): void {
    if (code === SpanStatusCode.OK) {
      this.statusCode = code
      this.statusMessage = undefined
    } else if (code === SpanStatusCode.ERROR) {
      this.statusCode = code
      // Who says only that it failed does not take back why.
      if (message !== undefined) this.statusMessage = textOf(message)
    }
  }

  #setIfGiven(key: string, value: AttributeValue | undefined): void {
    if (value !== undefined) this.setAttribute(key, value)
  }

  #set(key: string, value: ListedValue): void {
    const { maxAttributes } = this.#environment.limits
    if (this.fixed?.has(key)) this.#unfold(this.fixed)
    const max = this.fixed ? maxAttributes - this.fixed.size : maxAttributes
    if (this.attributes === undefined && max > 0) {
      this.attributes = [key, value]
      return
    }
    this.attributes ??= []
    if (!setItem(this.attributes, key, value, max)) this.droppedAttributesCount++
  }

  #setFirst(attributes: Attributes): void {
    const { maxAttributes, maxValueLength } = this.#environment.limits
    if (FixedAttributes.is(attributes) && attributes.fits(maxAttributes, maxValueLength)) {
      this.fixed = attributes
      return
    }
    const cut = toList(attributes, maxAttributes, maxValueLength)
    this.attributes = cut.attributes
    if (cut.droppedAttributesCount > 0) this.droppedAttributesCount = cut.droppedAttributesCount
  }

  // One of the fixed attributes is set anew: from here on they are like any other.
  #unfold(fixed: FixedAttributes): void {
    this.attributes = [...fixed.toList(), ...(this.attributes ?? [])]
    this.fixed = undefined
  }
}

Object.assign(RecordedSpan.prototype, {
  links: undefined,
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
  statusCode: 0,
  statusMessage: undefined,
})

// On the prototype, the mark costs nothing; a class may not have a computed name with isolated declarations.
Object.defineProperty(RecordedSpan.prototype, exactNumbers, { value: true })

// The number is the same in OTLP.
const OK: number = SpanStatusCode.OK
