import { isServerKind, kindOf } from './connection-kind.ts'
import { isForwardedReply } from './gateway-reply.ts'
import { array, number, record, text, texts, type JsonRecord } from './json.ts'
import { parseTimestamp } from './parse-timestamp.ts'
import { parseTraceItem } from './parse-trace-item.ts'
import type { Ingress, TraceEvent, TraceHeaders, TraceItem, TraceServer } from './trace-event.ts'

/** Reads the JSON of a `MsgTraceEvent`; `undefined` when it tells of no server or no ingress. */
export function parseTraceEvent(json: unknown): TraceEvent | undefined {
  const event = record(json)
  const server = parseServer(record(event?.['server']))
  const entries = array(event?.['events'])
  const entered = firstIngress(entries)
  if (event === undefined || server === undefined || entered === undefined) return undefined

  const ingress = parseIngress(entered, record(event['server'])?.['time'])
  if (ingress === undefined) return undefined

  const request = record(event['request'])
  const headers = parseHeaders(record(request?.['header']))
  // A client may set the hop header itself; the server pays no heed to it then, and neither do we.
  const hop = ingress.kind === 'client' ? '' : (headers.get('Nats-Trace-Hop')?.[0] ?? '')
  return {
    server,
    headers,
    messageBytes: number(request?.['msgsize']) ?? 0,
    hop,
    partial: hop === '' && isServerKind(ingress.kind) && !isForwardedReply(ingress),
    dryRun: isDryRun(headers),
    announced: number(event['hops']) ?? 0,
    ingress,
    items: parseItems(entries, ingress),
  }
}

// A busy server sends tens of thousands of events a second, and callbacks take twice as long as loops.
function firstIngress(entries: readonly unknown[]): JsonRecord | undefined {
  for (const value of entries) {
    const entry = record(value)
    if (entry?.['type'] === 'in') return entry
  }
  return undefined
}

function parseItems(entries: readonly unknown[], ingress: Ingress): readonly TraceItem[] {
  const items: TraceItem[] = []
  for (const entry of entries) {
    const item = parseTraceItem(record(entry), ingress)
    if (item !== undefined) items.push(item)
  }
  return items
}

function parseServer(server: JsonRecord | undefined): TraceServer | undefined {
  const name = text(server?.['name'])
  const id = text(server?.['id'])
  if (server === undefined || (name === undefined && id === undefined)) return undefined
  const cluster = text(server['cluster'])
  const domain = text(server['domain'])
  const tags = texts(server['tags'])
  return {
    name: name ?? id ?? '',
    id: id ?? '',
    version: text(server['ver']) ?? '',
    ...(cluster !== undefined && { cluster }),
    ...(domain !== undefined && { domain }),
    ...(tags.length > 0 && { tags }),
  }
}

function parseHeaders(header: JsonRecord | undefined): TraceHeaders {
  const headers = new Map<string, readonly string[]>()
  if (header === undefined) return headers
  for (const name of Object.keys(header)) headers.set(name, texts(header[name]))
  return headers
}

// Servers honor the header in this spelling only, and only beside a destination that is one:
// without it, or with "trace disabled", the message was delivered (server/msgtrace.go).
function isDryRun(headers: TraceHeaders): boolean {
  const destination = headers.get('Nats-Trace-Dest')?.[0] ?? ''
  if (destination === '' || destination === 'trace disabled') return false
  return ['1', 'true', 'on'].includes(headers.get('Nats-Trace-Only')?.[0]?.toLowerCase() ?? '')
}

function parseIngress(entry: JsonRecord, serverTime: unknown): Ingress | undefined {
  const timeUnixNano =
    parseTimestamp(text(entry['ts']) ?? '') ?? parseTimestamp(text(serverTime) ?? '')
  if (timeUnixNano === undefined) return undefined
  const cid = number(entry['cid'])
  const account = text(entry['acc'])
  const error = text(entry['error'])
  return {
    timeUnixNano,
    kind: kindOf(number(entry['kind'])),
    ...(cid !== undefined && { cid }),
    name: text(entry['name']) ?? '',
    ...(account !== undefined && { account }),
    subject: text(entry['subj']) ?? '',
    ...(error !== undefined && { error }),
  }
}
