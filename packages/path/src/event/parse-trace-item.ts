import { kindOf } from './connection-kind.ts'
import { number, text, type JsonRecord } from './json.ts'
import { parseTimestamp } from './parse-timestamp.ts'
import type { Egress, Ingress, Mapping, Storage, TraceItem } from './trace-event.ts'

/**
 * Reads what happened to a message; `undefined` for its ingress, and when this version does not know
 * the type.
 */
export function parseTraceItem(
  entry: JsonRecord | undefined,
  ingress: Ingress,
): TraceItem | undefined {
  if (entry === undefined || entry['type'] === 'in') return undefined
  const timeUnixNano = parseTimestamp(text(entry['ts']) ?? '') ?? ingress.timeUnixNano
  switch (entry['type']) {
    case 'eg':
      return parseEgress(entry, timeUnixNano)
    case 'js':
      return parseStorage(entry, timeUnixNano)
    case 'sm':
      return parseMapping('subject mapping', entry, timeUnixNano)
    case 'se':
      return parseMapping('stream export', entry, timeUnixNano)
    case 'si':
      return parseMapping('service import', entry, timeUnixNano)
    default:
      return undefined
  }
}

function parseEgress(entry: JsonRecord, timeUnixNano: bigint): Egress {
  const cid = number(entry['cid'])
  const hop = text(entry['hop'])
  const account = text(entry['acc'])
  const subscription = text(entry['sub'])
  const queue = text(entry['queue'])
  const error = text(entry['error'])
  return {
    type: 'egress',
    timeUnixNano,
    kind: kindOf(number(entry['kind'])),
    ...(cid !== undefined && { cid }),
    name: text(entry['name']) ?? '',
    ...(hop !== undefined && { hop }),
    ...(account !== undefined && { account }),
    ...(subscription !== undefined && { subscription }),
    ...(queue !== undefined && { queue }),
    ...(error !== undefined && { error }),
  }
}

function parseStorage(entry: JsonRecord, timeUnixNano: bigint): Storage {
  const subject = text(entry['subject'])
  const error = text(entry['error'])
  return {
    type: 'storage',
    timeUnixNano,
    stream: text(entry['stream']) ?? '',
    ...(subject !== undefined && { subject }),
    noInterest: entry['nointerest'] === true,
    ...(error !== undefined && { error }),
  }
}

function parseMapping(type: Mapping['type'], entry: JsonRecord, timeUnixNano: bigint): Mapping {
  const from = text(entry['from'])
  const account = text(entry['acc'])
  return {
    type,
    timeUnixNano,
    ...(from !== undefined && { from }),
    to: text(entry['to']) ?? '',
    ...(account !== undefined && { account }),
  }
}
