import type { ConsumerFacts, StreamFacts } from '@hopscope/path'
import { isJsonRecord } from './json-record.ts'

/** Reads what streams said of themselves when a trace was saved; `undefined` when none was asked. */
export function parseStreamFacts(json: unknown): readonly StreamFacts[] | undefined {
  return Array.isArray(json) ? json.flatMap((entry) => parseStream(entry) ?? []) : undefined
}

function parseStream(json: unknown): StreamFacts | undefined {
  if (!isJsonRecord(json)) return undefined
  const { stream, server, messages, bytes, full, sequence, consumers } = json
  if (typeof stream !== 'string' || typeof server !== 'string') return undefined
  const unavailable = parseUnavailable(json)
  if (unavailable !== undefined) return { stream, server, ...unavailable }
  if (typeof messages !== 'number' || typeof bytes !== 'number') return undefined
  const unknown = parseUnavailable(json['consumersUnavailable'])
  return {
    stream,
    server,
    messages,
    bytes,
    ...(typeof full === 'string' && { full }),
    ...(typeof sequence === 'number' && { sequence }),
    consumers: Array.isArray(consumers)
      ? consumers.flatMap((consumer) => parseConsumer(consumer) ?? [])
      : [],
    ...(unknown !== undefined && { consumersUnavailable: unknown }),
  }
}

function parseUnavailable(json: unknown) {
  if (!isJsonRecord(json)) return undefined
  const { unavailable, hint } = json
  if (typeof unavailable !== 'string') return undefined
  return { unavailable, ...(typeof hint === 'string' && { hint }) }
}

function parseConsumer(json: unknown): ConsumerFacts | undefined {
  if (!isJsonRecord(json)) return undefined
  const { name, pending, ackPending, paused } = json
  if (typeof name !== 'string' || typeof pending !== 'number') return undefined
  if (typeof ackPending !== 'number') return undefined
  return { name, pending, ackPending, paused: paused === true }
}
