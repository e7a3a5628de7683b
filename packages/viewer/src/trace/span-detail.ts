import type { AttributeMap, SpanData } from '@hopscope/observe/otlp'
import { textOf, type JourneySpan } from '@hopscope/path'
import type { SpanDetail, SpanDetailLink, SpanLog } from '../api/span-detail.ts'
import { shorten, toAttributes } from './attribute.ts'

/** What others than the span itself know of it. */
export interface SpanSurroundings {
  /** Spans that name this one. @default none */
  readonly linkedFrom?: readonly SpanDetailLink[]
  /** Log records of the span, by time. @default none */
  readonly logs?: readonly SpanLog[]
  /** Finds the span at the other end of a link; `undefined` for one that is not known. */
  readonly find?: (traceId: string, spanId: string) => JourneySpan | undefined
}

/** All that is known of one span, with its attributes as text. */
export function toSpanDetail(
  { resource, scope, span }: JourneySpan,
  { linkedFrom = [], logs = [], find }: SpanSurroundings = {},
): SpanDetail {
  const { message } = span.status
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId !== undefined && { parentSpanId: span.parentSpanId }),
    name: shorten(span.name),
    kind: span.kind,
    service: serviceOf(resource),
    scope: {
      name: shorten(scope.name),
      ...(scope.version !== undefined && { version: shorten(scope.version) }),
    },
    startUnixNano: String(span.startTimeUnixNano),
    endUnixNano: String(span.endTimeUnixNano),
    status: {
      code: span.status.code,
      ...(message !== undefined && message !== '' && { message: shorten(message) }),
    },
    attributes: toAttributes(span.attributes),
    resource: toAttributes(resource),
    events: span.events.map(({ name, timeUnixNano, attributes }) => ({
      name: shorten(name),
      timeUnixNano: String(timeUnixNano),
      attributes: toAttributes(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) =>
      toDetailLink({ traceId, spanId, attributes }, find?.(traceId, spanId)),
    ),
    linkedFrom,
    logs,
    droppedCount: droppedOf(span),
  }
}

/** A link as the page shows it, with the name and service of the other end if that is known. */
export function toDetailLink(
  link: { readonly traceId: string; readonly spanId: string; readonly attributes: AttributeMap },
  other: JourneySpan | undefined,
): SpanDetailLink {
  return {
    traceId: link.traceId,
    spanId: link.spanId,
    ...(other !== undefined && {
      name: shorten(other.span.name),
      service: serviceOf(other.resource),
    }),
    attributes: toAttributes(link.attributes),
  }
}

/** The service that a resource names, as its views do; `unknown_service` if it names none. */
export function serviceOf(resource: AttributeMap): string {
  return shorten(textOf(resource, 'service.name') ?? 'unknown_service')
}

function droppedOf(span: SpanData): number {
  const { droppedAttributesCount = 0, droppedEventsCount = 0, droppedLinksCount = 0 } = span
  return droppedAttributesCount + droppedEventsCount + droppedLinksCount
}
