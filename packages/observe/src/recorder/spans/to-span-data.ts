import { SPAN_KINDS, type AttributeMap, type AnyValue, type SpanData } from '../../otlp/model.ts'
import { STATUS_CODES } from '../../otlp/status-codes.ts'
import { hexOf } from '../hex-of.ts'
import { toPlain, type AttributeList } from './attribute-list.ts'
import { toNano } from './recorded-time.ts'
import { traceIdOf } from './span-ids.ts'
import type { RecordedEvent, RecordedLink, SpanRecord } from './span-record.ts'

/**
 * The data of a recorded span.
 *
 * @param originUnixNano what times in milliseconds count from
 */
export function toSpanData(record: SpanRecord, originUnixNano: bigint): SpanData {
  const { parentHigh, parentLow, traceState, statusMessage } = record
  return {
    traceId: traceIdOf(record.trace),
    spanId: hexOf(record.high, record.low),
    ...((parentHigh | parentLow) !== 0 && { parentSpanId: hexOf(parentHigh, parentLow) }),
    ...(traceState && { traceState: traceState.serialize() }),
    flags: record.flags,
    name: record.name,
    kind: SPAN_KINDS[record.kind] ?? 'unspecified',
    startTimeUnixNano: toNano(record.startTime, originUnixNano),
    endTimeUnixNano: toNano(record.endTime, originUnixNano),
    attributes: toMap([...(record.fixed?.toList() ?? []), ...(record.attributes ?? [])]),
    ...dropped('droppedAttributesCount', record.droppedAttributesCount),
    events: record.events?.map((event) => toEvent(event, originUnixNano)) ?? [],
    ...dropped('droppedEventsCount', record.droppedEventsCount),
    links: record.links?.map(toLink) ?? [],
    ...dropped('droppedLinksCount', record.droppedLinksCount),
    status: {
      code: STATUS_CODES[record.statusCode] ?? 'unset',
      ...(statusMessage !== undefined && { message: statusMessage }),
    },
  }
}

function toEvent(event: RecordedEvent, originUnixNano: bigint) {
  return {
    name: event.name,
    timeUnixNano: toNano(event.time, originUnixNano),
    attributes: toMap(event.attributes),
    ...dropped('droppedAttributesCount', event.droppedAttributesCount),
  }
}

function toLink({ ids, flags, traceState, attributes, droppedAttributesCount }: RecordedLink) {
  return {
    traceId: traceIdOf(ids.trace),
    spanId: hexOf(ids.high, ids.low),
    flags,
    ...(traceState && { traceState: traceState.serialize() }),
    attributes: toMap(attributes),
    ...dropped('droppedAttributesCount', droppedAttributesCount),
  }
}

function toMap(list: AttributeList): AttributeMap {
  const map: Record<string, AnyValue> = {}
  for (let at = 0; at < list.length; at += 2) {
    const key = list[at] as string
    const value = toPlain(list[at + 1] ?? null)
    if (key === '__proto__') defineItem(map, key, value)
    else map[key] = value
  }
  return map
}

// Assigned, such a key would change the record in place of what is in it.
function defineItem(map: Record<string, AnyValue>, key: string, value: AnyValue): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
}

function dropped<Key extends string>(key: Key, count: number): { readonly [K in Key]?: number } {
  return count === 0 ? {} : ({ [key]: count } as { readonly [K in Key]: number })
}
