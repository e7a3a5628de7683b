import type { HrTime, Link, SpanContext, SpanStatus } from '@opentelemetry/api'
import { SPAN_KINDS, type SpanData, type SpanLink } from '@hopscope/observe/otlp'
import { fromHrTime, fromSdkAttributes, type SdkResource, type SdkScope } from './from-sdk.ts'

/** What of a span of OpenTelemetry's SDK is needed; those of the SDKs 1, 2 and 3 are some. */
export interface SdkSpan {
  readonly name: string
  /** The number of the kind in OpenTelemetry's API. */
  readonly kind: number
  spanContext(): SpanContext
  /** Of the SDKs 2 and 3. */
  readonly parentSpanContext?: SpanContext | undefined
  /** Of the SDK 1. */
  readonly parentSpanId?: string | undefined
  readonly startTime: HrTime
  readonly endTime: HrTime
  readonly status: SpanStatus
  readonly attributes: Readonly<Record<string, unknown>>
  readonly droppedAttributesCount: number
  readonly events: readonly SdkEvent[]
  readonly droppedEventsCount: number
  readonly links: readonly Link[]
  readonly droppedLinksCount: number
  readonly resource: SdkResource
  /** Of the SDKs 2 and 3. */
  readonly instrumentationScope?: SdkScope | undefined
  /** Of the SDK 1. */
  readonly instrumentationLibrary?: SdkScope | undefined
}

/** What of an event of a span is needed. */
export interface SdkEvent {
  readonly name: string
  readonly time: HrTime
  readonly attributes?: Readonly<Record<string, unknown>> | undefined
  readonly droppedAttributesCount?: number | undefined
}

/** A span of OpenTelemetry's SDK as OTLP has it. */
export function fromSdkSpan(span: SdkSpan): SpanData {
  const { traceId, spanId, traceFlags, traceState } = span.spanContext()
  const { parentSpanContext, status } = span
  const parentSpanId = parentSpanContext?.spanId ?? span.parentSpanId
  return {
    traceId,
    spanId,
    ...(parentSpanId && { parentSpanId }),
    ...(traceState && { traceState: traceState.serialize() }),
    flags: flagsOf(traceFlags, parentSpanContext),
    name: span.name,
    // The numbers of the API begin one lower than those of OTLP.
    kind: SPAN_KINDS[span.kind + 1] ?? 'unspecified',
    startTimeUnixNano: fromHrTime(span.startTime),
    endTimeUnixNano: fromHrTime(span.endTime),
    attributes: fromSdkAttributes(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: span.events.map(fromSdkEvent),
    droppedEventsCount: span.droppedEventsCount,
    links: span.links.map(fromSdkLink),
    droppedLinksCount: span.droppedLinksCount,
    status: {
      code: STATUS_CODES[status.code] ?? 'unset',
      ...(status.message !== undefined && { message: status.message }),
    },
  }
}

/** Every status at the place of its number in OpenTelemetry's API. */
const STATUS_CODES = ['unset', 'ok', 'error'] as const

function fromSdkEvent(event: SdkEvent) {
  return {
    name: event.name,
    timeUnixNano: fromHrTime(event.time),
    attributes: fromSdkAttributes(event.attributes ?? {}),
    ...(event.droppedAttributesCount && { droppedAttributesCount: event.droppedAttributesCount }),
  }
}

function fromSdkLink({ context, attributes = {}, droppedAttributesCount }: Link): SpanLink {
  const { traceId, spanId, traceFlags, traceState } = context
  return {
    traceId,
    spanId,
    ...(traceState && { traceState: traceState.serialize() }),
    flags: flagsOf(traceFlags, context),
    attributes: fromSdkAttributes(attributes),
    ...(droppedAttributesCount && { droppedAttributesCount }),
  }
}

// SpanFlags of OTLP's trace.proto: bit 8 says that bit 9 is meant, bit 9 that the other side is remote.
function flagsOf(traceFlags: number, other: SpanContext | undefined): number {
  return (traceFlags & 0xff) | (other === undefined ? 0 : other.isRemote ? 0x300 : 0x100)
}
