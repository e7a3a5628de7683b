import { jetstream } from '@nats-io/jetstream'
import { headers, type NatsConnection } from '@nats-io/nats-core'
import { encodeLogs, encodeTraces } from '@hopscope/observe/otlp'
import { gzipSync } from 'node:zlib'

/** Names that tell `count` records apart. */
export function namesOf(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `${prefix} ${at}`)
}

/** Stores a span for each name, each in a message of its own, as OTLP protobuf. */
export async function storeSpans(
  connection: NatsConnection,
  names: readonly string[],
): Promise<void> {
  await store(connection, 'telemetry.spans.s.batch', names.map(spanRequest))
}

/** Stores a log record for each name, each in a message of its own, as OTLP protobuf. */
export async function storeLogs(
  connection: NatsConnection,
  names: readonly string[],
): Promise<void> {
  await store(connection, 'telemetry.logs.s.info', names.map(logRequest))
}

/** Stores a span for each name, each in a compressed message of its own. */
export async function storeGzipped(
  connection: NatsConnection,
  names: readonly string[],
): Promise<void> {
  const bodies = names.map((name) => gzipSync(spanRequest(name)))
  await store(connection, 'telemetry.spans.s.batch', bodies, {
    'Content-Type': 'application/x-protobuf',
    'Content-Encoding': 'gzip',
  })
}

/** Stores messages on a subject, and waits for the stream. */
export async function store(
  connection: NatsConnection,
  subject: string,
  bodies: readonly (Uint8Array | string)[],
  described: Readonly<Record<string, string>> = {},
): Promise<void> {
  const client = jetstream(connection)
  const own = headers()
  for (const [name, value] of Object.entries(described)) own.set(name, value)
  await Promise.all(bodies.map((body) => client.publish(subject, body, { headers: own })))
}

/** The request of OTLP with one span. */
export function spanRequest(name: string): Uint8Array {
  const span = {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    name,
    kind: 'internal',
    startTimeUnixNano: 1n,
    endTimeUnixNano: 2n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 'unset' },
  } as const
  const scopeSpans = [{ scope: { name: 'test' }, spans: [span] }]
  return encodeTraces({ resourceSpans: [{ resource: { attributes: {} }, scopeSpans }] })
}

function logRequest(body: string): Uint8Array {
  const record = {
    timeUnixNano: 1n,
    observedTimeUnixNano: 1n,
    severityNumber: 9,
    body,
    attributes: {},
  }
  const scopeLogs = [{ scope: { name: 'test' }, logRecords: [record] }]
  return encodeLogs({ resourceLogs: [{ resource: { attributes: {} }, scopeLogs }] })
}
