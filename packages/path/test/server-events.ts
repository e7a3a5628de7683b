import { readFileSync, readdirSync } from 'node:fs'
import { decodeTraceEvent, type TimedTrace, type TraceEvent } from '../src/index.ts'

/** Trace events of one recorded scenario; the folder's README tells what each is. */
export interface Scenario {
  readonly name: string
  readonly records: readonly EventRecord[]
}

/** A recorded event: what the server sent, as JSON, and the bytes if they were compressed. */
export interface EventRecord {
  readonly json: string
  readonly compressed?: Uint8Array
  readonly contentEncoding?: string
  /** Milliseconds from when the message was sent, or a while before; absent if read from a stream. */
  readonly receivedAfterMs?: number
}

/** The scenario of that name. */
function scenario(name: string): Scenario {
  const file: File = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'))
  return { name, records: (file.events ?? []).map((event) => toRecord(event)) }
}

/** Every scenario that has events. */
export function scenarios(): readonly Scenario[] {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
  return names.map((name) => scenario(name)).filter(({ records }) => records.length > 0)
}

/** The events of a scenario, decoded. */
export function eventsOf(name: string): readonly TraceEvent[] {
  return scenario(name).records.flatMap(({ json }) => decodeJson(json) ?? [])
}

/** A scenario with the times at which its events arrived, as if sent at `sentAtUnixNano`. */
export function timedTraceOf(name: string, sentAtUnixNano: bigint): TimedTrace {
  const { records } = scenario(name)
  return {
    events: records.flatMap(({ json }) => decodeJson(json) ?? []),
    sentAtUnixNano,
    receivedAtUnixNano: records.map(
      ({ receivedAfterMs }) => sentAtUnixNano + BigInt(Math.round((receivedAfterMs ?? 0) * 1e6)),
    ),
  }
}

/** Decodes a trace event from its JSON. */
export function decodeJson(json: string): TraceEvent | undefined {
  return decodeTraceEvent(new TextEncoder().encode(json))
}

const FOLDER = new URL('fixtures/server-events/', import.meta.url)

interface File {
  readonly events?: readonly FileEvent[]
}

interface FileEvent {
  readonly event: unknown
  readonly raw_base64?: string
  readonly received_after_ms?: number
  readonly msg_headers?: Readonly<Record<string, readonly string[]>> | null
}

function toRecord(file: FileEvent): EventRecord {
  const { event, raw_base64, msg_headers, received_after_ms } = file
  const contentEncoding = msg_headers?.['Content-Encoding']?.[0]
  return {
    json: JSON.stringify(event),
    ...(raw_base64 !== undefined && { compressed: Buffer.from(raw_base64, 'base64') }),
    ...(contentEncoding !== undefined && { contentEncoding }),
    ...(received_after_ms !== undefined && { receivedAfterMs: received_after_ms }),
  }
}
