import type { JourneySpan } from '@hopscope/path'
import type { LogRecordData, Resource } from '@hopscope/observe/otlp'
import type { SpanLog, TimedEvent, TraceEvents } from '../api/span-detail.ts'
import { shorten, textOfValue, toAttributes } from './attribute.ts'
import { serviceOf } from './span-detail.ts'

/** A log record with the service that wrote it. */
export interface TraceLog {
  readonly resource: Resource
  readonly record: LogRecordData
}

/**
 * The span events and log records of a trace, by time. What servers say of a message on its way is
 * left out: hops show it.
 */
export function toTraceEvents(
  spans: Iterable<JourneySpan>,
  logs: Iterable<TraceLog> = [],
): TraceEvents {
  const timed: { readonly at: bigint; readonly event: TimedEvent }[] = []
  for (const { resource, span } of spans) {
    for (const { name, timeUnixNano, attributes } of span.events) {
      if (SERVER_EVENTS.has(name) && 'nats.server.name' in span.attributes) continue
      timed.push({
        at: timeUnixNano,
        event: {
          type: 'event',
          timeUnixNano: String(timeUnixNano),
          spanId: span.spanId,
          service: serviceOf(resource),
          text: shorten(name),
          attributes: toAttributes(attributes),
        },
      })
    }
  }
  for (const log of logs) {
    const { spanId } = log.record
    const { body, ...shown } = toSpanLog(log)
    const event: TimedEvent = {
      type: 'log',
      ...shown,
      ...(spanId !== undefined && { spanId }),
      text: body,
    }
    timed.push({ at: timeOf(log.record), event })
  }
  return { events: timed.toSorted((a, b) => compare(a.at, b.at)).map(({ event }) => event) }
}

/** A log record as the page shows it beside its span. */
export function toSpanLog({ resource, record }: TraceLog): SpanLog {
  return {
    timeUnixNano: String(timeOf(record)),
    severity: severityOf(record),
    body: shorten(textOfValue(record.body)),
    service: serviceOf(resource.attributes),
    attributes: toAttributes(record.attributes),
  }
}

const SERVER_EVENTS: ReadonlySet<string> = new Set([
  'egress',
  'subject mapping',
  'stream export',
  'service import',
])
const SEVERITIES = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']

function timeOf({ timeUnixNano, observedTimeUnixNano }: LogRecordData): bigint {
  return timeUnixNano === 0n ? observedTimeUnixNano : timeUnixNano
}

function severityOf({ severityText, severityNumber }: LogRecordData): string {
  if (severityText !== undefined && severityText !== '') return shorten(severityText).toUpperCase()
  return SEVERITIES[Math.floor((severityNumber - 1) / 4)] ?? ''
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
