import { encodeSource, encodeSpanAttributes, type EncodedSource } from '@hopscope/observe/otlp'
import { parseTraceEvent } from '../../event/parse-trace-event.ts'
import type { TraceServer } from '../../event/trace-event.ts'
import { hopScope, serverAttributes, serverResource } from '../server-attributes.ts'

/** A server that is known by how the JSON of its events begins. */
export interface KnownServer {
  /** The JSON as far as the server's counter, the first thing that differs between its events. */
  readonly start: Uint8Array
  readonly name: Uint8Array
  readonly source: EncodedSource
  /** The attributes of hop spans that name the server. */
  readonly attributes: Uint8Array
}

/** The server that begins its events as this one begins; `undefined` when none is known that does. */
export function knownServer(payload: Uint8Array): KnownServer | undefined {
  const known = servers.get(keyOf(payload))
  return known !== undefined && startsWith(payload, known.start) ? known : undefined
}

/** Remembers the server of an event by how its JSON begins. */
export function rememberServer(payload: Uint8Array): void {
  const json = decoder.decode(payload.subarray(0, MAX_LENGTH))
  const start = json.slice(0, Math.max(0, json.indexOf('"seq":')))
  const server = serverOf(start)
  if (server === undefined) return
  if (servers.size >= MAX_SERVERS) servers.clear()
  servers.set(keyOf(payload), encodeServer(encoder.encode(start), server))
}

const servers = new Map<number, KnownServer>()
const encoder = new TextEncoder()
const decoder = new TextDecoder()

// More servers than a super-cluster has. Whoever may publish trace events can make servers up: what
// is kept of them takes 8 MiB at the most.
const MAX_SERVERS = 1024
const MAX_LENGTH = 2048

// The name, the host and the beginning of the id.
const KEY_START = 20
const KEY_END = 72

function keyOf(payload: Uint8Array): number {
  let key = 0
  for (let at = KEY_START; at < KEY_END; at++) key = (Math.imul(key, 31) + (payload[at] ?? 0)) | 0
  return key
}

function startsWith(payload: Uint8Array, start: Uint8Array): boolean {
  if (payload.length < start.length) return false
  for (let at = 0; at < start.length; at++) if (payload[at] !== start[at]) return false
  return true
}

// The counter may stand in some other object than the server: its server is told all the same by
// what is before, since `scanEvent` takes no other from what is behind.
function serverOf(start: string): TraceServer | undefined {
  try {
    return parseTraceEvent(JSON.parse(`${start}"seq":0},"events":[${INGRESS}]}`))?.server
  } catch {
    return undefined
  }
}

const INGRESS = '{"type":"in","ts":"1970-01-01T00:00:00Z"}'

function encodeServer(start: Uint8Array, server: TraceServer): KnownServer {
  return {
    start,
    name: encoder.encode(server.name),
    source: encodeSource(serverResource(server), hopScope),
    attributes: encodeSpanAttributes(serverAttributes(server)),
  }
}
