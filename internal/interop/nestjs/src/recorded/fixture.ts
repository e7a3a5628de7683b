import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { HeaderLine } from '../wire/frame.ts'

/** What was recorded of one scenario of nestjs-jetstream, of which some parts may be absent. */
export interface Fixture {
  /** As the file is called, without its extension: `01-event`. */
  readonly id: string
  readonly description: string
  /** Empty if the scenario was recorded without a look at the wire. */
  readonly wire: readonly WireMessage[]
  readonly spans: readonly RecordedSpan[]
  /** What the application's handlers were given, in order; absent if it was not recorded. */
  readonly handlerSaw?: readonly HandlerCall[]
  /** What became of the calls: of one, or of several by their names. */
  readonly result?: unknown
  /** What the last resort for dead letters was told. */
  readonly deadLetters?: readonly RecordedDeadLetter[]
  /** Options of tracing; absent if they were the defaults. */
  readonly otelOptions?: unknown
  /** What handlers and hooks noted: the name, then what is of interest. */
  readonly log?: readonly (readonly [name: string, ...rest: readonly unknown[]])[]
  /** Counts afterwards, of messages that went missing. */
  readonly after?: Readonly<Record<string, number>>
  readonly streams?: readonly Readonly<Record<string, unknown>>[]
  readonly consumers?: readonly RecordedConsumer[]
  readonly spansAfterClose?: readonly RecordedSpan[]
}

/** A message as it was on the wire. */
export interface WireMessage {
  readonly subject: string
  readonly reply?: string
  readonly statusLine?: string
  readonly headers: readonly HeaderLine[]
  readonly payload: Uint8Array
}

export interface RecordedSpan {
  readonly name: string
  readonly kind: 'PRODUCER' | 'CONSUMER' | 'CLIENT' | 'INTERNAL'
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly traceState: string | null
  readonly status: { readonly code: 'OK' | 'UNSET' | 'ERROR'; readonly message?: string }
  readonly attributes: Readonly<Record<string, unknown>>
}

/** What a handler was given. */
export interface HandlerCall {
  readonly subject: string
  /** `__undefined` for an empty payload. */
  readonly data: unknown
  /** `null` when the message had no headers. */
  readonly callerName: string | null
  /** `null` when the message came from no stream. */
  readonly deliveryCount: number | null
  readonly activeTraceparent: string | null
  readonly baggage: readonly (readonly [key: string, value: string])[] | null
}

interface RecordedDeadLetter {
  readonly subject: string
  readonly deliveryCount: number
  readonly stream: string
}

interface RecordedConsumer {
  readonly stream: string
  readonly name: string
  readonly config: Readonly<Record<string, unknown>>
}

/** Reads a fixture, whose payloads are text or base64. */
export async function readFixture(path: string): Promise<Fixture> {
  const json: Json = JSON.parse(await readFile(path, 'utf8'))
  const { wire = [], spans = [] } = json
  return { ...json, id: basename(path, '.json'), wire: wire.map(toWireMessage), spans }
}

type Json = Omit<Fixture, 'wire' | 'spans'> & {
  readonly wire?: readonly JsonMessage[]
  readonly spans?: readonly RecordedSpan[]
}

interface JsonMessage extends Omit<WireMessage, 'headers' | 'payload'> {
  readonly headers?: readonly HeaderLine[]
  readonly payload?: string
  readonly payloadBase64?: string
}

function toWireMessage({ payload, payloadBase64, ...message }: JsonMessage): WireMessage {
  const bytes =
    payloadBase64 === undefined
      ? Buffer.from(payload ?? '', 'utf8')
      : Buffer.from(payloadBase64, 'base64')
  return { ...message, headers: message.headers ?? [], payload: Uint8Array.from(bytes) }
}
