import { isJsonRecord, type JsonRecord } from './json-record.ts'

/** What stands in place of a value that may be secret. */
const MASK = '***'

/**
 * A server's trace event, in which the values of the message's headers are masked, but for those
 * that the trace itself is read from: `traceparent`, `tracestate` and `Nats-*`.
 */
export function maskHeaders(event: JsonRecord): JsonRecord {
  const { request } = event
  if (!isJsonRecord(request) || request['header'] === undefined) return event
  return { ...event, request: { ...request, header: maskAll(request['header']) } }
}

/** The values of a header as they may be shown. */
export function maskValues(name: string, values: readonly string[]): readonly string[] {
  return isShown(name) ? values : values.map(() => MASK)
}

// Whatever is no list of texts is not what a server writes, and is masked as a whole.
function maskAll(header: unknown): unknown {
  if (!isJsonRecord(header)) return MASK
  return Object.fromEntries(
    Object.entries(header).map(([name, values]) => [
      name,
      isTexts(values) ? maskValues(name, values) : MASK,
    ]),
  )
}

function isTexts(values: unknown): values is readonly string[] {
  return Array.isArray(values) && values.every((value) => typeof value === 'string')
}

function isShown(name: string): boolean {
  return /^(?:traceparent|tracestate|nats-.*)$/i.test(name)
}
